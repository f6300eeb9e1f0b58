import type { Page } from '@cairn/nest-service';
import { Injectable } from '@nestjs/common';
import { FrameworkLibrary } from '../read-models/framework-library.read-model.js';
import { Frameworks } from '../read-models/frameworks.read-model.js';
import { casePackageOf, frameworkIdOfCase, type Exported } from './case/case-export.js';
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

  /** By the identifier of its CASE document. */
  ofIdentifier = (tenant: string, identifier: string) => this.asCase(tenant, frameworkIdOfCase(identifier));

  async caseDocuments(tenant: string, page: Page) {
    const { items } = await this.frameworks.all(tenant, page);
    const packages = await Promise.all(items.map(({ frameworkId }) => this.asCase(tenant, frameworkId)));
    return packages.flatMap((each) => (each ? [each.CFDocument] : []));
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
