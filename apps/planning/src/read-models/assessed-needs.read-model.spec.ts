import { NeedsAssessmentCompleted } from '@cairn/contracts/assessment';
import { happened, specForReadModel } from '@cairn/testing';
import { need, person, settingId } from '../fixtures/ipswich.js';
import { assessedNeeds } from './assessed-needs.read-model.js';

const practitionerId = person(1);
const stream = `needsassessment-${need(9)}`;
const completed = NeedsAssessmentCompleted({ assessmentId: need(9), practitionerId, settingId, needIds: [need(1), need(2)] });
const { given } = specForReadModel(assessedNeeds);

describe('assessed needs', () => {
  it('are those of completed assessments, with where that was said', () =>
    expect(given(happened(completed, {}, stream)).rows()).toEqual([
      { needId: need(1), practitionerId, settingId, stream, revision: '0' },
      { needId: need(2), practitionerId, settingId, stream, revision: '0' },
    ]));
  it('hold in PostgreSQL', () => given(happened(completed, {}, stream)).throughPostgres());
});
