import { NeedIdentified, NeedMarkedPrerequisite, NeedPrioritised, NeedWithdrawn } from '@cairn/contracts/assessment';
import { InspectionActionLinkedToNeed } from '@cairn/contracts/assessment/internal';
import { defineRule, type DataOf } from '@cairn/event-sourcing';
import { versionOf, type Framework } from '../framework/framework.decider.js';
import type { Inspection } from '../inspection/inspection.decider.js';
import type { Assessment, Need } from './assessment-state.decider.js';
import { FrameworkItemUnknown } from './evidence.decider.js';
import { AssessmentFull, mostOfAKind, open, type AssessmentDecision } from './needs-assessment.decider.js';

export const NeedNotFound = defineRule('000-1', 'NOT_FOUND', () => 'No need with this id in this assessment.', { kind: 'not-found' });
export const NeedWithoutEvidence = defineRule(
  '000-1',
  'NEED_WITHOUT_EVIDENCE',
  (evidence: number, items: number) => `A need cites at least 1 piece of evidence and 1 framework item; this one cites ${evidence} and ${items}.`,
);
export const EvidenceUnknown = defineRule(
  '000-1',
  'EVIDENCE_UNKNOWN',
  (number: number, total: number) => `Piece ${number} of ${total} of the evidence was not recorded in this assessment.`,
);
export const InspectionActionUnknown = defineRule(
  '001-5',
  'INSPECTION_ACTION_UNKNOWN',
  () => 'No inspection of this setting asked for an action with this id.',
);
export const NeedPriorityUnchanged = defineRule('000-1', 'NEED_PRIORITY_UNCHANGED', (priority: number) => `This need has priority ${priority} already.`);
export const PrerequisiteAlreadyMarked = defineRule(
  '001-6',
  'PREREQUISITE_ALREADY_MARKED',
  (enablers: number) => `It is marked already: this need has ${enablers} ${enablers === 1 ? 'prerequisite' : 'prerequisites'}.`,
);
export const PrerequisiteCycle = defineRule(
  '001-6',
  'PREREQUISITE_CYCLE',
  (steps: number) => `The need would be a prerequisite of itself, over ${steps} ${steps === 1 ? 'step' : 'steps'}.`,
);

type Identified = Pick<DataOf<typeof NeedIdentified>, 'assessmentId' | 'needId' | 'statement' | 'evidence' | 'items'> & {
  readonly evidenceIds: readonly string[];
};
type ActionLink = Pick<DataOf<typeof InspectionActionLinkedToNeed>, 'inspectionId' | 'actionId'> & { readonly inspection: Inspection };

/** A need without evidence is an opinion, and one without a framework item cannot be compared: both are asked for, always. */
export const identifyNeed =
  ({ evidenceIds, ...need }: Identified, framework: Framework, action?: ActionLink): AssessmentDecision =>
  (state) => {
    const assessment = open(state);
    const { practitionerId, settingId } = assessment;
    const standing = [...assessment.needs.values()].filter(({ withdrawn }) => !withdrawn).length;
    if (standing >= mostOfAKind) throw AssessmentFull(standing, 'needs');
    const cited = need.evidence.length + evidenceIds.length;
    if (cited === 0 || need.items.length === 0) throw NeedWithoutEvidence(cited, need.items.length);
    assertCited(assessment, evidenceIds, need.items, framework);
    const identified = NeedIdentified({ ...need, practitionerId, settingId, ...(evidenceIds.length > 0 && { evidenceIds: [...evidenceIds] }) });
    if (!action) return [identified];

    const { inspection, inspectionId, actionId } = action;
    if (inspection.status === 'absent' || inspection.settingId !== settingId || !inspection.actionIds.has(actionId)) throw InspectionActionUnknown();
    const { assessmentId, needId } = need;
    return [identified, InspectionActionLinkedToNeed({ assessmentId, needId, practitionerId, inspectionId, actionId })];
  };

function assertCited({ evidence, framework: used }: Assessment, evidenceIds: readonly string[], items: Identified['items'], framework: Framework): void {
  evidenceIds.forEach((id, index) => {
    if (!evidence.has(id)) throw EvidenceUnknown(index + 1, evidenceIds.length);
  });
  items.forEach((item, index) => {
    const known = item.frameworkId === used.frameworkId && item.version === used.version && versionOf(framework, item.version)?.codes.has(item.code);
    if (!known) throw FrameworkItemUnknown(index + 1, items.length, used.version);
  });
}

/** Needs compete for time and money, so somebody says which come first; what was said before stays on the record. */
export const prioritiseNeed =
  ({ needId, priority, assessmentId }: { readonly assessmentId: string; readonly needId: string; readonly priority: number }): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId, needs } = open(state);
    const { priority: from } = found(needs, needId);
    if (from === priority) throw NeedPriorityUnchanged(priority);
    return [NeedPrioritised({ assessmentId, needId, practitionerId, settingId, from, to: priority })];
  };

/** "First the portfolio, then the course that asks for one." */
export const markPrerequisite =
  ({ assessmentId, enablerId, targetId }: Pick<DataOf<typeof NeedMarkedPrerequisite>, 'assessmentId' | 'enablerId' | 'targetId'>): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId, needs } = open(state);
    found(needs, enablerId);
    const { enablers } = found(needs, targetId);
    if (enablers.has(enablerId)) throw PrerequisiteAlreadyMarked(enablers.size);
    const steps = stepsBetween(needs, enablerId, targetId);
    if (steps !== undefined) throw PrerequisiteCycle(steps + 1);
    return [NeedMarkedPrerequisite({ assessmentId, practitionerId, settingId, enablerId, targetId })];
  };

/** How many prerequisites one walks down from a need to another; undefined when there is no way. */
function stepsBetween(needs: Assessment['needs'], from: string, to: string): number | undefined {
  const walked = new Set([from]);
  for (let level = [from], steps = 0; level.length > 0; steps++) {
    if (level.includes(to)) return steps;
    level = level.flatMap((needId) => [...(needs.get(needId)?.enablers ?? [])]).filter((needId) => !walked.has(needId));
    level.forEach((needId) => walked.add(needId));
  }
  return undefined;
}

export const withdrawNeed =
  (data: Omit<DataOf<typeof NeedWithdrawn>, 'practitionerId'>): AssessmentDecision =>
  (state) => {
    const { practitionerId, needs } = open(state);
    found(needs, data.needId);
    return [NeedWithdrawn({ ...data, practitionerId })];
  };

/** A need that was withdrawn is not there any more. */
export function found(needs: Assessment['needs'], needId: string): Need {
  const need = needs.get(needId);
  if (!need || need.withdrawn) throw NeedNotFound();
  return need;
}
