import { LearningAgreementBreachReported } from '@cairn/contracts/planning';
import { sealedValue } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "What was reported as not kept?" One row per report, its text sealed; at most one batch behind. */
export const agreementBreaches = defineReadModel({
  name: 'agreement-breaches',
  version: 1,
  row: z.object({ engagementId: z.uuid(), version: z.int(), reportedBy: z.uuid(), reportedAt: z.iso.datetime(), breach: sealedValue() }),
  indexes: [['engagementId']],
  on: (when) => [
    when(
      LearningAgreementBreachReported,
      ({ metadata }) => metadata.id,
      (_, { data: { engagementId, version, reportedBy, breach }, metadata: { occurredAt: reportedAt } }) => {
        return { engagementId, version, reportedBy, reportedAt, breach };
      },
    ),
  ],
});

@Injectable()
export class AgreementBreaches {
  constructor(
    @InjectRows(agreementBreaches) private readonly rows: Rows<RowOf<typeof agreementBreaches>>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  /** Opened, for those of whom the caller has made sure that they may read it. */
  async of(tenant: string, engagementId: string) {
    const found = await this.rows.in(tenant).find({ engagementId }, { order: { reportedAt: 'ASC' } });
    return Promise.all(found.map(async ({ breach, ...row }) => ({ ...row, breach: await this.codec.open(tenant, breach) })));
  }
}
