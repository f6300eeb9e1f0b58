import { policyCodes, PolicyChoices } from '@cairn/contracts/directory';
import { PlanCorrected } from '@cairn/contracts/planning';
import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { warned, type DomainError, type NewEvent } from '@cairn/event-sourcing';
import { specFor, stateAfter } from '@cairn/testing';
import { agreement, type AgreementState } from '../agreement/agreement.decider.js';
import { settingId } from '../fixtures/ipswich.js';
import { agreed } from '../fixtures/pair.js';
import {
  aligned,
  ana,
  as,
  ben,
  bothAgreed,
  lead,
  objective,
  objectiveRevised,
  objectiveSet,
  objectiveWithdrawn,
  ofPlan,
  planActivated,
  planAgreed,
  planClosedEarly,
  planCompleted,
  planDrafted,
  planFromTemplate,
  planId,
  planPaused,
  planResumed,
  sourceAdded,
  stranger,
  tailored,
} from '../fixtures/plans.js';
import { ObjectiveNotAligned } from './alignment.decider.js';
import {
  activatePlan,
  agreePlan,
  closePlanEarly,
  completePlan,
  CorrectedEventUnknown,
  correctPlan,
  PeerOnly,
  pausePlan,
  PlanAlreadyAgreed,
  PlanChangedSince,
  PlanNotActive,
  PlanNotFinished,
  PlanNotPaused,
  PlanNotReady,
  PlanUnderWay,
  resumePlan,
  SpecialistOnly,
} from './plan-lifecycle.decider.js';
import { PlanOfOthers, plan, PlanCompletedImmutable } from './plan.decider.js';
import { PlanNotTailored } from './tailoring.decider.js';

const { given } = specFor(plan);
const turn = { practitionerId: ben, by: as(ana) };
const choosing = (choice: string) => new PolicyChoices('7', Object.fromEntries(policyCodes.map((code) => [code, choice])));
const inForce = stateAfter(agreement, agreed());
const activate = (policies = choosing('refuse'), its: AgreementState = inForce) => activatePlan({ ...turn, policies, agreement: its });
const ready = [planDrafted(), objectiveSet(), tailored(), aligned(), ...bothAgreed()];
const active = [...ready, planActivated()];
const warning = (broken: DomainError): NewEvent<'PlanningWarningRaised'> => {
  const taskFor = { role: 'supporter', personId: ana };
  return PlanningWarningRaised(warned(broken, { about: { kind: 'plan', id: planId }, personId: ben, settingId, taskFor }));
};

describe('agreeing to a plan', () => {
  const agree = (contentRevision = 0, by = turn.by) => agreePlan({ practitionerId: ben, contentRevision, by });
  it('is each party’s own', () => {
    given(planDrafted()).when(agree()).then(planAgreed('supporter'));
    given(planDrafted())
      .when(agree(0, as(ben, 'practitioner')))
      .then(planAgreed('practitioner'));
    given(planDrafted())
      .when(agree(0, as(lead, 'programme-lead')))
      .thenRejects(PlanOfOthers);
  });
  it('is done once by each', () => {
    given(planDrafted(), planAgreed('supporter')).when(agree()).thenRejects(PlanAlreadyAgreed);
    given(...active)
      .when(agree())
      .thenRejects(PlanUnderWay);
  });
  it('is to what was read, and not to a change that was faster', () => {
    given(planDrafted(), objectiveSet()).when(agree(1)).then(planAgreed('supporter', 1));
    expect(given(planDrafted(), objectiveSet(), tailored()).when(agree(1)).thenRejects(PlanChangedSince)).toBe(
      'The plan has changed: its content is of revision 2, and revision 1 was agreed to.',
    );
    given(planDrafted(), objectiveSet(), aligned(), sourceAdded('peer')).when(agree(1)).then(planAgreed('supporter', 1));
  });
  it.each<[string, NewEvent<'ObjectiveSet' | 'ObjectiveWithdrawn' | 'ObjectiveRevised' | 'TailoringRecorded'>]>([
    ['a new objective', objectiveSet(2)],
    ['a revised one', objectiveRevised()],
    ['a withdrawn one', objectiveWithdrawn()],
    ['other tailoring', tailored()],
  ])('holds for what stands there: %s asks both again', (_, change) => {
    given(...ready, change)
      .when(agree(ready.length))
      .then(planAgreed('supporter', ready.length));
    given(...ready, change)
      .when(activate())
      .thenRejects(PlanNotReady);
  });
});

describe('activating a plan', () => {
  it('names each objective as agreed', () => {
    given(...ready)
      .when(activate())
      .then(planActivated());
    given(...ready, objectiveRevised(), ...bothAgreed())
      .when(activate())
      .then(planActivated({ objectiveId: objective(1), version: 2 }));
  });
  it('names everything that is missing', () => {
    expect(
      given(planDrafted())
        .when(activate(choosing('warn'), agreement.initial))
        .thenRejects(PlanNotReady),
    ).toBe('missing: an objective, the agreement of the practitioner, the agreement of the supporter, a learning agreement in force');
    expect(
      given(...ready)
        .when(activate(choosing('warn'), agreement.initial))
        .thenRejects(PlanNotReady),
    ).toBe('missing: a learning agreement in force');
    const withdrawn = [planDrafted(), objectiveSet(), objectiveWithdrawn(), ...bothAgreed()];
    expect(
      given(...withdrawn)
        .when(activate())
        .thenRejects(PlanNotReady),
    ).toBe('missing: an objective');
  });
  it('is done once, by a party or by the programme’s lead', () => {
    given(...active)
      .when(activate())
      .thenRejects(PlanUnderWay);
    const asLead = { policies: choosing('refuse'), agreement: inForce, practitionerId: ben, by: as(lead, 'programme-lead') };
    given(...ready)
      .when(activatePlan(asLead))
      .then(planActivated());
    given(...ready)
      .when(activatePlan({ ...asLead, by: as(stranger) }))
      .thenRejects(PlanOfOthers);
  });
  it('takes tailoring, where the organisation insists', () => {
    const untailored = [planDrafted(), objectiveSet(), aligned(), ...bothAgreed()];
    const sentence = '0 adaptations recorded for career stage, context';
    expect(
      given(...untailored)
        .when(activate())
        .thenRejects(PlanNotTailored),
    ).toBe(sentence);
    given(...untailored)
      .when(activate(choosing('warn')))
      .then(planActivated(), warning(PlanNotTailored([sentence])));
  });
  it('is not for a template that nobody has touched', () => {
    const copied = [planFromTemplate(), objectiveSet(1, { fromTemplate: true }), aligned()];
    expect(
      given(...copied, ...bothAgreed())
        .when(activate())
        .thenRejects(PlanNotTailored),
    ).toBe('0 adaptations recorded for career stage, context; the intended benefit, 1 of 1 objectives are those of the template');
    expect(
      given(...copied, tailored({ fromTemplate: true }), ...bothAgreed())
        .when(activate())
        .thenRejects(PlanNotTailored),
    ).toBe('the intended benefit, 1 of 1 objectives, 1 of 1 adaptations are those of the template');
    given(...copied, tailored(), ...bothAgreed())
      .when(activate())
      .then(planActivated());
    given(...copied.slice(0, 1), objectiveSet(), aligned(), tailored({ fromTemplate: true }), ...bothAgreed())
      .when(activate())
      .then(planActivated());
  });
  it('takes objectives that serve the organisation’s, where it insists', () => {
    const unaligned = [planDrafted(), objectiveSet(), objectiveSet(2), aligned(), tailored(), ...bothAgreed()];
    const both = planActivated({ objectiveId: objective(1), version: 1 }, { objectiveId: objective(2), version: 1 });
    expect(
      given(...unaligned)
        .when(activate())
        .thenRejects(ObjectiveNotAligned),
    ).toBe('1 of 2 objectives serve no objective of the organisation.');
    given(...unaligned)
      .when(activate(choosing('warn')))
      .then(both, warning(ObjectiveNotAligned(1, 2)));
  });
  it('notes a network of one kind', () => {
    given(...ready, sourceAdded('peer'))
      .when(activate())
      .then(planActivated(), warning(PeerOnly(1)));
    given(...ready, sourceAdded('specialist'))
      .when(activate())
      .then(planActivated(), warning(SpecialistOnly(1)));
    given(...ready, sourceAdded('peer'), sourceAdded('specialist', 2))
      .when(activate())
      .then(planActivated());
  });
});

describe('the course of a plan', () => {
  it('is paused and taken up again', () => {
    given(...active)
      .when(pausePlan({ ...turn, reason: 'Leave' }))
      .then(planPaused());
    given(...ready)
      .when(pausePlan({ ...turn, reason: 'Leave' }))
      .thenRejects(PlanNotActive);
    given(...active, planPaused())
      .when(resumePlan(turn))
      .then(planResumed());
    given(...active)
      .when(resumePlan(turn))
      .thenRejects(PlanNotPaused);
  });
  it('ends in completion, or before', () => {
    given(...active)
      .when(completePlan(turn))
      .then(planCompleted());
    given(...active, planPaused())
      .when(completePlan(turn))
      .thenRejects(PlanNotActive);
    given(planDrafted())
      .when(closePlanEarly({ ...turn, reason: 'Ben has left' }))
      .then(planClosedEarly());
  });
  it.each([
    ['completed', [planCompleted()]],
    ['closed early', [planClosedEarly()]],
  ])('changes no more once it is %s', (status, end) => {
    const sentence = `The plan is ${status} and no longer changes; record a correction instead.`;
    expect(
      given(...active, ...end)
        .when(pausePlan({ ...turn, reason: 'Leave' }))
        .thenRejects(PlanCompletedImmutable),
    ).toBe(sentence);
    given(...active, ...end)
      .when(closePlanEarly({ ...turn, reason: 'Again' }))
      .thenRejects(PlanCompletedImmutable);
  });
});

describe('correcting a plan', () => {
  const correction = { corrects: 1, field: 'dueOn', from: '2026-12-18', to: '2026-12-11', reason: 'Typed wrongly' };
  const correct = correctPlan({ ...turn, ...correction });
  it('is for one that has ended, and names an event of it', () => {
    given(...active, planCompleted())
      .when(correct)
      .then(PlanCorrected({ ...ofPlan, ...correction }));
    expect(
      given(...active)
        .when(correct)
        .thenRejects(PlanNotFinished),
    ).toBe('The plan is active: it is changed, not corrected.');
    expect(
      given(...active, planCompleted())
        .when(correctPlan({ ...turn, ...correction, corrects: 8 }))
        .thenRejects(CorrectedEventUnknown),
    ).toBe('The plan has 8 events, numbered from 0; there is no number 8.');
  });
  it('is for its parties', () => {
    given(...active, planCompleted())
      .when(correctPlan({ ...turn, ...correction, by: as(lead, 'programme-lead') }))
      .thenRejects(PlanOfOthers);
  });
});
