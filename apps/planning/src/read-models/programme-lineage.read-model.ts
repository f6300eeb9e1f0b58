import { FollowOnProgrammeLinked } from '@cairn/contracts/planning/internal';
import { InjectRows } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

/** "Which programme follows on from which?" One row per link; at most one batch behind. */
export const programmeLineage = defineReadModel({
  name: 'programme-lineage',
  version: 1,
  row: z.object({ organisationId: z.uuid(), programmeId: z.uuid(), followOnId: z.uuid(), linkedAt: z.iso.datetime() }),
  indexes: [['programmeId'], ['followOnId']],
  on: (when) => [
    when(
      FollowOnProgrammeLinked,
      ({ data }) => `${data.programmeId}/${data.followOnId}`,
      (_, { data: { organisationId, programmeId, followOnId }, metadata }) => ({ organisationId, programmeId, followOnId, linkedAt: metadata.occurredAt }),
    ),
  ],
});

@Injectable()
export class ProgrammeLineage {
  constructor(@InjectRows(programmeLineage) private readonly rows: Rows<RowOf<typeof programmeLineage>>) {}

  async of(tenant: string, programmeId: string) {
    const rows = this.rows.in(tenant);
    const [after, before] = await Promise.all([rows.find({ programmeId }), rows.find({ followOnId: programmeId })]);
    return { programmeId, followsOnFrom: before.map((link) => link.programmeId), followedBy: after.map(({ followOnId }) => followOnId) };
  }
}
