import { NeedIdentified, NeedsAssessmentCompleted, NeedsAssessmentOpened, NeedWithdrawn } from '@cairn/contracts/assessment';
import { specForReadModel } from '@cairn/testing';
import { needsAssessments } from './needs-assessments.read-model.js';

const assessmentId = '10000000-0000-4000-8000-000000000001';
const practitionerId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '30000000-0000-4000-8000-000000000001';
const framework = { frameworkId: '60000000-0000-4000-8000-000000000001', version: '1' };
const [first, second] = ['20000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002'] as const;

const opened = NeedsAssessmentOpened({ assessmentId, practitionerId, settingId, framework });
const identified = (needId: string) =>
  NeedIdentified({
    ...{ assessmentId, needId, practitionerId, settingId, statement: 'Leading change' },
    evidence: [{ kind: 'observation', reference: 'a visit' }],
    items: [{ ...framework, code: 'LT4' }],
  });
const withdrawn = NeedWithdrawn({ assessmentId, needId: first, practitionerId, reason: 'met already' });
const completed = NeedsAssessmentCompleted({ assessmentId, practitionerId, settingId, needIds: [second] });
const row = (change: object = {}) => ({ assessmentId, practitionerId, settingId, framework, status: 'open', needIds: [], ...change });
const { given } = specForReadModel(needsAssessments);

describe('needs assessments', () => {
  it('have one row each', () => expect(given(opened).rows()).toEqual([row()]));
  it('name their needs, without those withdrawn', () => {
    expect(given(opened, identified(first), identified(second), withdrawn).rows()).toEqual([row({ needIds: [second] })]);
  });
  it('are open until they are completed', () => {
    expect(given(opened, identified(second), completed).rows()).toEqual([row({ needIds: [second], status: 'completed' })]);
  });
  it('hold in PostgreSQL', () => given(opened, identified(first), identified(second), withdrawn, completed).throughPostgres());
});
