import {
  DelegateEnrolled,
  DelegateWithdrew,
  GroupFormed,
  InvitationAccepted,
  InvitationDeclined,
  InvitationSent,
  ProgrammeDesigned,
  ProgrammeLaunched,
  SubmissionWindowClosed,
  SubmissionWindowOpened,
} from '@cairn/contracts/planning';
import { InjectRows, notFound, type Page } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const Row = z.object({
  ...ProgrammeDesigned.schema.shape,
  launched: z.boolean(),
  invited: z.int(),
  accepted: z.int(),
  declined: z.int(),
  groups: z.int(),
  delegates: z.int(),
  windows: z.array(z.object({ term: z.string(), opensOn: z.iso.date(), closesOn: z.iso.date(), closedOn: z.iso.date().nullable() })),
});
type Row = RowOf<{ row: typeof Row }>;

const programme = (event: { readonly data: { readonly programmeId: string } }) => event.data.programmeId;
const counting = (row: Row | undefined, what: 'invited' | 'accepted' | 'declined' | 'groups' | 'delegates', by = 1) =>
  row && { ...row, [what]: row[what] + by };

/** "Which programmes are there, and how do they stand?" One row per programme; at most one batch behind. */
export const programmes = defineReadModel({
  name: 'programmes',
  version: 1,
  row: Row,
  on: (when) => [
    when(ProgrammeDesigned, programme, (_, { data }) => ({
      programmeId: data.programmeId,
      organisationId: data.organisationId,
      title: data.title,
      sessionsPerGroup: data.sessionsPerGroup,
      sessionMinutes: data.sessionMinutes,
      groupCapacity: data.groupCapacity,
      award: data.award,
      lateSubmission: data.lateSubmission,
      offPlanSpend: data.offPlanSpend,
      launched: false,
      invited: 0,
      accepted: 0,
      declined: 0,
      groups: 0,
      delegates: 0,
      windows: [],
    })),
    when(ProgrammeLaunched, programme, (row) => row && { ...row, launched: true }),
    when(InvitationSent, programme, (row) => counting(row, 'invited')),
    when(InvitationAccepted, programme, (row) => counting(row, 'accepted')),
    when(InvitationDeclined, programme, (row) => counting(row, 'declined')),
    when(GroupFormed, programme, (row) => counting(row, 'groups')),
    when(DelegateEnrolled, programme, (row) => counting(row, 'delegates')),
    when(DelegateWithdrew, programme, (row) => counting(row, 'delegates', -1)),
    when(SubmissionWindowOpened, programme, (row, { data: { term, opensOn, closesOn } }) => {
      return row && { ...row, windows: [...row.windows, { term, opensOn, closesOn, closedOn: null }] };
    }),
    when(SubmissionWindowClosed, programme, (row, { data: { term, closedOn } }) => {
      return row && { ...row, windows: row.windows.map((window) => (window.term === term ? { ...window, closedOn } : window)) };
    }),
  ],
});

@Injectable()
export class Programmes {
  constructor(@InjectRows(programmes) private readonly rows: Rows<Row>) {}

  async page(tenant: string, { limit, offset }: Page) {
    const rows = this.rows.in(tenant);
    const [total, items] = await Promise.all([rows.count(), rows.find({}, { order: { title: 'ASC', programmeId: 'ASC' }, limit, offset })]);
    return { total, items };
  }

  /** Throws `NOT_FOUND` where there is none. */
  async one(tenant: string, programmeId: string): Promise<Row> {
    const row = await this.rows.in(tenant).get(programmeId);
    if (!row) throw notFound('programme with this id');
    return row;
  }
}
