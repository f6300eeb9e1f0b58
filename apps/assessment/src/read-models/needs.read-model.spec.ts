import { NeedIdentified, NeedsAssessmentCompleted, NeedWithdrawn } from '@cairn/contracts/assessment';
import { InspectionActionLinkedToNeed } from '@cairn/contracts/assessment/internal';
import { specForReadModel } from '@cairn/testing';
import { needs } from './needs.read-model.js';

const assessmentId = '10000000-0000-4000-8000-000000000001';
const needId = '20000000-0000-4000-8000-000000000001';
const practitionerId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '30000000-0000-4000-8000-000000000001';
const action = { inspectionId: '40000000-0000-4000-8000-000000000001', actionId: '50000000-0000-4000-8000-000000000001' };
const need = {
  ...{ assessmentId, needId, practitionerId, settingId, statement: 'Leading change with a tired team' },
  evidence: [{ kind: 'inspection' as const, reference: action.inspectionId }],
  items: [{ frameworkId: '60000000-0000-4000-8000-000000000001', version: '1', code: 'LT4' }],
};
const identified = NeedIdentified(need);
const linked = InspectionActionLinkedToNeed({ assessmentId, needId, practitionerId, ...action });
const completed = NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [needId] });
const withdrawn = NeedWithdrawn({ assessmentId, needId, practitionerId, reason: 'met already' });
const row = (change: object = {}) => ({ ...need, status: 'identified', inspectionAction: null, ...change });
const { given } = specForReadModel(needs);

describe('needs', () => {
  it('have one row each', () => expect(given(identified).rows()).toEqual([row()]));
  it('say which action of an inspection they answer', () => expect(given(identified, linked).rows()).toEqual([row({ inspectionAction: action })]));
  it('stand once their assessment is completed', () => expect(given(identified, completed).rows()).toEqual([row({ status: 'standing' })]));
  it('stay, marked, when they are withdrawn', () => expect(given(identified, withdrawn).rows()).toEqual([row({ status: 'withdrawn' })]));
  it('hold in PostgreSQL', () => given(identified, linked, completed).throughPostgres());
});
