import {
  NeedIdentified,
  NeedMarkedPrerequisite,
  NeedMet,
  NeedPrioritised,
  NeedsAssessmentCompleted,
  NeedStandingCorrected,
  NeedWithdrawn,
} from '@cairn/contracts/assessment';
import { InspectionActionLinkedToNeed, NeedStatementCorrected } from '@cairn/contracts/assessment/internal';
import { happened, specForReadModel } from '@cairn/testing';
import { needs } from './needs.read-model.js';

const assessmentId = '10000000-0000-4000-8000-000000000001';
const needId = '20000000-0000-4000-8000-000000000001';
const enablerId = '20000000-0000-4000-8000-000000000002';
const practitionerId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '30000000-0000-4000-8000-000000000001';
const action = { inspectionId: '40000000-0000-4000-8000-000000000001', actionId: '50000000-0000-4000-8000-000000000001' };
const need = {
  ...{ assessmentId, needId, practitionerId, settingId, statement: 'Leading change with a tired team' },
  evidence: [{ kind: 'inspection' as const, reference: action.inspectionId }],
  items: [{ frameworkId: '60000000-0000-4000-8000-000000000001', version: '1', code: 'LT4' }],
};
const about = { assessmentId, needId, practitionerId, settingId };
const identified = NeedIdentified(need);
const linked = InspectionActionLinkedToNeed({ assessmentId, needId, practitionerId, ...action });
const prioritised = NeedPrioritised({ ...about, from: null, to: 1 });
const marked = NeedMarkedPrerequisite({ assessmentId, practitionerId, settingId, enablerId, targetId: needId });
const completed = NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [needId] });
const withdrawn = NeedWithdrawn({ assessmentId, needId, practitionerId, reason: 'met already' });
const mistaken = NeedStandingCorrected({ ...about, from: 'standing', to: 'withdrawn', correctsRevision: '4', reason: 'somebody else' });
const met = NeedMet({ ...about, metOn: '2019-11-04', evidence: [{ kind: 'observation', reference: 'a visit' }] });
const restated = happened(NeedStatementCorrected({ ...about, statement: 'Leading change', correctsRevision: '1', reason: 'nobody is tired' }), {
  occurredAt: '2019-02-01T09:00:00.000Z',
});
const row = (change: object = {}) => ({
  ...{ ...need, evidenceIds: [], status: 'identified', priority: null, earlierStatements: [], enablerIds: [], inspectionAction: null, metOn: null },
  ...change,
});
const { given } = specForReadModel(needs);

describe('needs', () => {
  it('have one row each', () => expect(given(identified).rows()).toEqual([row()]));
  it('say which evidence of their assessment they rest on', () => {
    const evidenceIds = ['70000000-0000-4000-8000-000000000001'];
    expect(given(NeedIdentified({ ...need, evidence: [], evidenceIds })).rows()).toEqual([row({ evidence: [], evidenceIds })]);
  });
  it('say which action of an inspection they answer', () => expect(given(identified, linked).rows()).toEqual([row({ inspectionAction: action })]));
  it('say how pressing they are, and what has to be met first', () => {
    expect(given(identified, prioritised, marked).rows()).toEqual([row({ priority: 1, enablerIds: [enablerId] })]);
  });
  it('keep what they said before', () => {
    const earlier = { statement: need.statement, reason: 'nobody is tired', correctsRevision: '1', correctedAt: '2019-02-01T09:00:00.000Z' };
    expect(given(identified, restated).rows()).toEqual([row({ statement: 'Leading change', earlierStatements: [earlier] })]);
  });
  it('stand once their assessment is completed', () => expect(given(identified, completed).rows()).toEqual([row({ status: 'standing' })]));
  it('stay, marked, when they are withdrawn, found a mistake, or met', () => {
    expect(given(identified, withdrawn).rows()).toEqual([row({ status: 'withdrawn' })]);
    expect(given(identified, completed, mistaken).rows()).toEqual([row({ status: 'withdrawn' })]);
    expect(given(identified, completed, met).rows()).toEqual([row({ status: 'met', metOn: '2019-11-04' })]);
  });
  it('hold in PostgreSQL', () => given(identified, linked, prioritised, marked, completed, restated, met).throughPostgres());
});
