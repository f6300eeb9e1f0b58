import { Injectable } from '@nestjs/common';
import { FrameworkLibrary } from '../read-models/framework-library.read-model.js';
import { Frameworks } from '../read-models/frameworks.read-model.js';
import { casePackageOf, type Exported } from './case/case-export.js';
import { plainCsvOf } from './csv/plain-csv.js';

/** Frameworks as others read them. Each answer is undefined for what is not in the library. */
@Injectable()
export class FrameworkExports {
  constructor(
    private readonly frameworks: Frameworks,
    private readonly library: FrameworkLibrary,
  ) {}

  async asCase(tenant: string, frameworkId: string, version?: string) {
    const exported = await this.exported(tenant, frameworkId, version);
    return exported && casePackageOf(exported);
  }

  async asCsv(tenant: string, frameworkId: string, version?: string) {
    const exported = await this.exported(tenant, frameworkId, version);
    return exported && plainCsvOf(exported.version);
  }

  private async exported(tenant: string, frameworkId: string, name?: string): Promise<Exported | undefined> {
    const framework = await this.frameworks.of(tenant, frameworkId);
    const version = name === undefined ? await this.library.newest(tenant, frameworkId) : await this.library.stored(tenant, frameworkId, name);
    return framework && version && { ...framework, version };
  }
}
