import { ImprovementAdopted, ImprovementProposed, PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { specFor } from '@cairn/testing';
import {
  adoptImprovement,
  improvement,
  ImprovementAlreadyAdopted,
  ImprovementNotFound,
  ImprovementSelfAdopted,
  proposeImprovement,
} from './improvement.decider.js';

const improvementId = '10000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const ana = 'a0000000-0000-4000-8000-000000000001';
const ben = 'b0000000-0000-4000-8000-000000000001';
const { given } = specFor(improvement);
const proposal = { improvementId, settingId, proposedBy: ana, proposal: 'A quiet corner for arrivals', reflectionId: null };
const proposed = ImprovementProposed(proposal);
const adopt = (adoptedBy: string, policy: 'refuse' | 'warn' = 'refuse') => adoptImprovement({ adoptedBy, cycleId: null, policy });
const adopted = (adoptedBy: string) => ImprovementAdopted({ improvementId, settingId, proposedBy: ana, adoptedBy, cycleId: null });

describe('an improvement', () => {
  it('is proposed, once', () => {
    given().when(proposeImprovement(proposal)).then(proposed);
    given(proposed).when(proposeImprovement(proposal)).thenNothing();
  });
  it('is adopted by somebody else, once', () => {
    given(proposed).when(adopt(ben)).then(adopted(ben));
    given(proposed, adopted(ben)).when(adopt(ben)).thenRejects(ImprovementAlreadyAdopted);
    given().when(adopt(ben)).thenRejects(ImprovementNotFound);
  });
  it('is not adopted by its proposer alone, unless the organisation lets it be and is told', () => {
    const detail = 'The 1 person who would adopt this improvement is the one who proposed it.';
    expect(given(proposed).when(adopt(ana)).thenRejects(ImprovementSelfAdopted)).toBe(detail);
    const warning = { code: 'IMPROVEMENT_SELF_ADOPTED', detail, about: { kind: 'improvement', id: improvementId } };
    given(proposed)
      .when(adopt(ana, 'warn'))
      .then(adopted(ana), PlanningWarningRaised({ ...warning, personId: ana, settingId, taskFor: { role: 'setting-leader', personId: null } }));
  });
});
