import { EngagementRecordFiled } from '@cairn/contracts/planning/internal';
import { defineRule } from '@cairn/event-sourcing';
import { idsOf, underWay, type EngagementDecision } from './engagement.decider.js';

const kinds = EngagementRecordFiled.schema.shape.kind.options;
/** What belongs to line management. */
const supervision = ['supervision', 'appraisal'];

export const SupervisionIsNotCoaching = defineRule(
  '000-5',
  'SUPERVISION_IS_NOT_COACHING',
  (kind: string) => `A record of ${kind} belongs to line management and is not filed with an engagement.`,
);
export const RecordKindUnknown = defineRule('000-5', 'RECORD_KIND_UNKNOWN', () => `This is none of the ${kinds.length} kinds of record: ${kinds.join(', ')}.`);

/** Coaching is neither supervision nor appraisal, and their records do not mix. */
export const fileRecord =
  ({ kind, ...record }: { recordId: string; kind: string; reference: string }): EngagementDecision =>
  (state) => {
    const found = underWay(state);
    if (supervision.includes(kind)) throw SupervisionIsNotCoaching(kind);
    const known = kinds.find((one) => one === kind);
    if (!known) throw RecordKindUnknown();
    return [EngagementRecordFiled({ ...idsOf(found), ...record, kind: known })];
  };
