import { NeedIdentified, NeedsAssessmentCompleted, NeedsAssessmentOpened, NeedWithdrawn } from '@cairn/contracts/assessment';
import { InspectionActionLinkedToNeed } from '@cairn/contracts/assessment/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { FrameworkUnknown, isInForce, versionOf, type Framework } from '../framework/framework.decider.js';
import type { Inspection } from '../inspection/inspection.decider.js';

type Opened = DataOf<typeof NeedsAssessmentOpened>;
type State =
  | { readonly status: 'absent' }
  | ({ readonly status: 'open'; readonly needs: ReadonlySet<string> } & Omit<Opened, 'assessmentId'>)
  | { readonly status: 'completed' };

/** One assessment of what one practitioner of one setting needs, against one version of a framework. Completed, it is closed for ever. */
export const needsAssessment = defineStream({
  category: 'needsassessment',
  events: [NeedsAssessmentOpened, NeedIdentified, InspectionActionLinkedToNeed, NeedWithdrawn, NeedsAssessmentCompleted],
  initial: { status: 'absent' } as State,
  evolve: (state, event): State => {
    switch (event.type) {
      case 'NeedsAssessmentOpened': {
        const { practitionerId, settingId, framework } = event.data;
        return { status: 'open', practitionerId, settingId, framework, needs: new Set() };
      }
      case 'NeedIdentified':
        return state.status === 'open' ? { ...state, needs: new Set(state.needs).add(event.data.needId) } : state;
      case 'NeedWithdrawn':
        return state.status === 'open' ? { ...state, needs: new Set([...state.needs].filter((needId) => needId !== event.data.needId)) } : state;
      case 'NeedsAssessmentCompleted':
        return { status: 'completed' };
      case 'InspectionActionLinkedToNeed':
        return state;
      default:
        return unreachable(event, state);
    }
  },
});
export type AssessmentDecision = Decide<State, EventIn<typeof needsAssessment>>;

/** Of one assessment: what one event can name when it completes. */
const mostNeeds = 200;

export const AssessmentNotFound = defineRule('000-1', 'NOT_FOUND', () => 'No needs assessment with this id.', { kind: 'not-found' });
export const NeedNotFound = defineRule('000-1', 'NOT_FOUND', () => 'No need with this id in this assessment.', { kind: 'not-found' });
export const FrameworkNotInForce = defineRule(
  '000-13',
  'FRAMEWORK_NOT_IN_FORCE',
  (version: string, day: string) => `Version ${version} of this framework was not in force on ${day}.`,
);
export const FrameworkItemUnknown = defineRule(
  '000-13',
  'FRAMEWORK_ITEM_UNKNOWN',
  (number: number, total: number, version: string) => `Item ${number} of ${total} is not in version ${version}, which this assessment uses.`,
);
export const NeedWithoutEvidence = defineRule(
  '000-1',
  'NEED_WITHOUT_EVIDENCE',
  (evidence: number, items: number) => `A need cites at least 1 piece of evidence and 1 framework item; this one cites ${evidence} and ${items}.`,
);
export const InspectionActionUnknown = defineRule(
  '001-5',
  'INSPECTION_ACTION_UNKNOWN',
  () => 'No inspection of this setting asked for an action with this id.',
);
export const AssessmentFull = defineRule('000-1', 'ASSESSMENT_FULL', (needs: number) => `This assessment has ${needs} of ${mostNeeds} needs.`);
export const AssessmentHasNoNeeds = defineRule('000-1', 'ASSESSMENT_HAS_NO_NEEDS', () => 'An assessment with 0 needs cannot be completed.');
export const AssessmentClosed = defineRule('000-1', 'ASSESSMENT_CLOSED', () => 'This assessment was completed and is closed: open a new one.');

/** @param day when it was opened: the version must have been in force then, whatever is in force now */
export const openAssessment =
  (data: Opened, framework: Framework, day: string): AssessmentDecision =>
  (state) => {
    if (state.status !== 'absent') return []; // its id comes from the command
    const version = versionOf(framework, data.framework.version);
    if (!version) throw FrameworkUnknown(data.framework.version);
    if (!isInForce(version, day)) throw FrameworkNotInForce(data.framework.version, day);
    return [NeedsAssessmentOpened(data)];
  };

type Need = Pick<DataOf<typeof NeedIdentified>, 'assessmentId' | 'needId' | 'statement' | 'evidence' | 'items'>;
type ActionLink = Pick<DataOf<typeof InspectionActionLinkedToNeed>, 'inspectionId' | 'actionId'> & { readonly inspection: Inspection };

/** A need without evidence is an opinion, and one without a framework item cannot be compared: both are asked for, always. */
export const identifyNeed =
  (need: Need, framework: Framework, action?: ActionLink): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId, needs, framework: used } = open(state);
    if (needs.size >= mostNeeds) throw AssessmentFull(needs.size);
    if (need.evidence.length === 0 || need.items.length === 0) throw NeedWithoutEvidence(need.evidence.length, need.items.length);
    need.items.forEach((item, index) => {
      const known = item.frameworkId === used.frameworkId && item.version === used.version && versionOf(framework, item.version)?.codes.has(item.code);
      if (!known) throw FrameworkItemUnknown(index + 1, need.items.length, used.version);
    });
    const identified = NeedIdentified({ ...need, practitionerId, settingId });
    if (!action) return [identified];

    const { inspection, inspectionId, actionId } = action;
    if (inspection.status === 'absent' || inspection.settingId !== settingId || !inspection.actionIds.has(actionId)) throw InspectionActionUnknown();
    const { assessmentId, needId } = need;
    return [identified, InspectionActionLinkedToNeed({ assessmentId, needId, practitionerId, inspectionId, actionId })];
  };

export const withdrawNeed =
  (data: Omit<DataOf<typeof NeedWithdrawn>, 'practitionerId'>): AssessmentDecision =>
  (state) => {
    const { practitionerId, needs } = open(state);
    if (!needs.has(data.needId)) throw NeedNotFound();
    return [NeedWithdrawn({ ...data, practitionerId })];
  };

/** Plans may build on the needs from here on, so from here on they stand. */
export const completeAssessment =
  (assessmentId: string): AssessmentDecision =>
  (state) => {
    const { practitionerId, settingId, needs } = open(state);
    if (needs.size === 0) throw AssessmentHasNoNeeds();
    return [NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [...needs] })];
  };

function open(state: State) {
  if (state.status === 'absent') throw AssessmentNotFound();
  if (state.status === 'completed') throw AssessmentClosed();
  return state;
}
