import {
  ObservationFeedbackRecorded,
  PriorLearningRecorded,
  RatingCorrected,
  SelfAssessmentRecorded,
  ServiceUserOutcomeRecorded,
} from '@cairn/contracts/assessment/internal';
import { sealedValue, type Sealed } from '@cairn/event-sourcing';
import { InjectCodec, InjectRows, type PersonalFieldCodec } from '@cairn/nest-service';
import { defineReadModel, type RowOf, type Rows } from '@cairn/projections';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';

const evidence = ({ data }: { readonly data: { readonly evidenceId: string } }) => data.evidenceId;

const Correction = z.object({ from: z.number(), to: z.number(), correctsRevision: z.string(), revision: z.string(), at: z.iso.datetime() });
const Rating = z.object({
  code: z.string(),
  /** As it stands today; what it was stands in the corrections. */
  level: z.number(),
  corrections: z.array(Correction),
});
const Told = z.object({ what: z.enum(['reflection', 'activity', 'strengths', 'next steps', 'title']), text: sealedValue() });

const EvidenceRow = z.object({
  evidenceId: z.uuid(),
  assessmentId: z.uuid(),
  practitionerId: z.uuid(),
  frameworkId: z.uuid(),
  version: z.string(),
  source: z.enum(['self-assessment', 'observation', 'prior-learning', 'service-user-outcome']),
  /** Null where there are figures instead of ratings. */
  raterId: z.uuid().nullable(),
  /** When it was true: the day of the observation, or when it was recorded as having occurred. */
  at: z.string(),
  /** Of its event in the assessment's stream. */
  revision: z.string(),
  ratings: z.array(Rating),
  told: z.array(Told),
  figures: ServiceUserOutcomeRecorded.schema
    .pick({ codes: true, measure: true, unit: true, from: true, until: true, before: true, after: true, cohort: true })
    .nullable(),
});
type Row = RowOf<{ readonly row: typeof EvidenceRow }>;
type Rating = Row['ratings'][number];

/** "What does each source say of this person?" One row per piece of evidence; raters are kept apart, texts stay sealed; at most one batch behind. */
export const assessmentEvidence = defineReadModel({
  name: 'assessment-evidence',
  version: 1,
  row: EvidenceRow,
  indexes: [['practitionerId']],
  on: (when) => [
    when(SelfAssessmentRecorded, evidence, (_, event) => ({
      ...recorded(event, 'self-assessment', event.data.practitionerId, event.data.ratings),
      told: told({ reflection: event.data.reflection }),
    })),
    when(ObservationFeedbackRecorded, evidence, (_, event) => ({
      ...recorded(event, 'observation', event.data.observerId, event.data.ratings),
      at: event.data.observedOn,
      told: told({ activity: event.data.activity, strengths: event.data.strengths, 'next steps': event.data.nextSteps }),
    })),
    when(PriorLearningRecorded, evidence, (_, event) => ({
      ...recorded(event, 'prior-learning', event.data.recognisedBy, event.data.ratings),
      told: told({ title: event.data.title }),
    })),
    when(ServiceUserOutcomeRecorded, evidence, (_, event) => {
      const { codes, measure, unit, from, until, before, after, cohort } = event.data;
      return { ...recorded(event, 'service-user-outcome', null, []), figures: { codes, measure, unit, from, until, before, after, cohort } };
    }),
    when(RatingCorrected, evidence, (row, { data: { code, from, to, correctsRevision }, revision, metadata }) => {
      const correction = { from, to, correctsRevision, revision: String(revision), at: metadata.occurredAt };
      const put = (rating: Rating) => (rating.code === code ? { ...rating, level: to, corrections: [...rating.corrections, correction] } : rating);
      return row && { ...row, ratings: row.ratings.map(put) };
    }),
  ],
});
interface Given {
  readonly data: {
    readonly evidenceId: string;
    readonly assessmentId: string;
    readonly practitionerId: string;
    readonly framework: { readonly frameworkId: string; readonly version: string };
  };
  readonly metadata: { readonly occurredAt: string };
  readonly revision: bigint;
}

/** What all kinds of evidence have. */
const recorded = (
  { data: { evidenceId, assessmentId, practitionerId, framework }, metadata, revision }: Given,
  source: Row['source'],
  raterId: string | null,
  ratings: readonly { readonly code: string; readonly level: number }[],
): Row => ({
  ...{ evidenceId, assessmentId, practitionerId, ...framework, source, raterId, at: metadata.occurredAt, revision: String(revision) },
  ...{ ratings: ratings.map(({ code, level }) => ({ code, level, corrections: [] })), told: [], figures: null },
});

const told = (texts: Partial<Record<Row['told'][number]['what'], Sealed | undefined>>): Row['told'] =>
  Object.entries(texts).flatMap(([what, text]) => (text === undefined ? [] : [{ what: what as Row['told'][number]['what'], text }]));

@Injectable()
export class AssessmentEvidence {
  constructor(
    @InjectRows(assessmentEvidence) private readonly rows: Rows<Row>,
    @InjectCodec() private readonly codec: PersonalFieldCodec,
  ) {}

  /** Everything that was recorded of a person, the oldest first, with its words. */
  async ofPerson(tenant: string, practitionerId: string) {
    const rows = await this.rows.in(tenant).find({ practitionerId }, { order: { at: 'ASC' } });
    return Promise.all(rows.map((row) => this.opened(tenant, row)));
  }

  private async opened(tenant: string, { told, ...row }: Row) {
    return { ...row, told: await Promise.all(told.map(async ({ what, text }) => ({ what, text: await this.codec.open(tenant, text) }))) };
  }
}
