import {
  ConflictConsentGiven,
  ConflictDeclared,
  ConflictMitigationApproved,
  ConflictReviewDue,
  ConflictReviewed,
  EngagementConflictDetected,
  EngagementConflictEnded,
} from '@cairn/contracts/planning';
import type { EventIn, NewEvent } from '@cairn/event-sourcing';
import { specFor, stateAfter } from '@cairn/testing';
import { agreement } from '../agreement/agreement.decider.js';
import { person } from '../fixtures/ipswich.js';
import { agreed, confirmed, director, ids, lead, manager, pair, practitioner, proposed, started, supporter } from '../fixtures/pair.js';
import { ActsForAnother } from '../in-person.decider.js';
import { ConflictReviewOverdue, detectConflict, endConflict, ManagerAsCoachConflict } from './conflict.decider.js';
import {
  approveMitigation,
  conflictReviewDue,
  ConflictNotDeclared,
  ConflictReviewInPast,
  ConflictSelfApproval,
  consentToConflict,
  declareConflict,
  reviewConflict,
} from './declaration.decider.js';
import { engagement, NotAParty } from './engagement.decider.js';
import { startEngagement, type Readiness } from './start.decider.js';

const { given } = specFor(engagement);
const two = { practitionerId: practitioner, supporterId: supporter };
const said = { conflict: 'I am his manager’s manager.', mitigations: 'Another appraises him.', declaredBy: supporter };
const declaration = (reviewOn: string | null = '2026-09-01') => ConflictDeclared({ ...pair, ...said, reviewOn });
const declare = (changes: object = {}) => declareConflict({ ...two, ...said, reviewOn: '2026-09-01', today: '2026-06-01', ...changes });
const consented = ConflictConsentGiven(ids);
const approved = ConflictMitigationApproved({ ...ids, approvedBy: lead });
const byLead = { actor: lead, role: 'programme-lead' };
const reviewed = ConflictReviewed({ ...ids, reviewedBy: lead, reviewOn: '2026-12-01' });

describe('declaring a conflict', () => {
  it('says what it is, what is done about it, and when that is reviewed', () => {
    given(proposed()).when(declare()).then(declaration());
    given(proposed())
      .when(declare({ reviewOn: null }))
      .then(declaration(null));
  });
  it('is about two who support one another, and a day ahead', () => {
    given(proposed())
      .when(declare({ practitionerId: manager }))
      .thenRejects(NotAParty);
    expect(
      given(proposed())
        .when(declare({ reviewOn: '2026-06-01' }))
        .thenRejects(ConflictReviewInPast),
    ).toBe('A review lies ahead; 2026-06-01 is not after 2026-06-01.');
  });
  it('is consented to by the practitioner alone', () => {
    const consent = (personId: string, actor = personId) => consentToConflict({ personId, actor });
    given(proposed(), declaration()).when(consent(practitioner)).then(consented);
    given(proposed(), declaration(), consented).when(consent(practitioner)).thenNothing();
    given(proposed(), declaration()).when(consent(practitioner, supporter)).thenRejects(ActsForAnother);
    given(proposed(), declaration()).when(consent(supporter)).thenRejects(NotAParty);
    given(proposed()).when(consent(practitioner)).thenRejects(ConflictNotDeclared);
  });
  it('is approved by a programme lead who is no party', () => {
    given(proposed(), declaration()).when(approveMitigation(byLead)).then(approved);
    given(proposed(), declaration(), approved).when(approveMitigation(byLead)).thenNothing();
    expect(
      given(proposed(), declaration())
        .when(approveMitigation({ actor: lead, role: 'supporter' }))
        .thenRejects(ConflictSelfApproval),
    ).toBe('What is done about a conflict is approved and reviewed by a programme lead who is no party to it; this is no programme lead but a supporter.');
    given(proposed(), declaration())
      .when(approveMitigation({ ...byLead, actor: supporter }))
      .thenRejects(ConflictSelfApproval);
  });
  it('is reviewed, and the next review set', () => {
    const review = (reviewOn: string) => reviewConflict({ ...byLead, reviewOn, today: '2026-09-02' });
    given(proposed(), declaration()).when(review('2026-12-01')).then(reviewed);
    given(proposed(), declaration()).when(review('2026-09-02')).thenRejects(ConflictReviewInPast);
    given(proposed()).when(review('2026-12-01')).thenRejects(ConflictNotDeclared);
  });
  it('is due for review when its day is over, unless there was a review', () => {
    const due = conflictReviewDue('2026-09-02T00:00:00.000Z');
    given(proposed(), declaration())
      .when(due)
      .then(ConflictReviewDue({ ...ids, reviewOn: '2026-09-01' }));
    given(proposed(), declaration(), reviewed).when(due).thenNothing();
    given(proposed()).when(due).thenNothing();
    given().when(due).thenNothing();
  });
});

describe('a manager who supports their own report', () => {
  const ready = [proposed(), confirmed(practitioner), confirmed(supporter)] as const;
  const readiness: Readiness = {
    agreement: stateAfter(agreement, agreed()),
    managers: new Map([
      [practitioner, manager],
      [manager, supporter],
    ]),
    managerPolicy: 'allow-with-declaration',
    ...{ trainedUntil: new Map([[supporter, '2026-12-31']]), trainingPolicy: 'refuse', today: '2026-06-01' },
  };
  const start = (changes: object = {}) => startEngagement({ ...readiness, ...changes });
  const all = [declaration(), consented, approved] as const;

  it('does not begin where the organisation forbids it, whatever is declared', () => {
    expect(
      given(...ready, ...all)
        .when(start({ managerPolicy: 'forbid' }))
        .thenRejects(ManagerAsCoachConflict),
    ).toBe('The supporter manages the practitioner through 2 levels, which the organisation forbids.');
  });
  it('begins with all four parts on record, and is told which are missing', () => {
    given(...ready, ...all)
      .when(start())
      .then(started());
    const missing = (...events: NewEvent<EventIn<typeof engagement>['type']>[]) =>
      given(...ready, ...events)
        .when(start())
        .thenRejects(ManagerAsCoachConflict);
    const sentence = 'The supporter manages the practitioner through 2 levels; missing: ';
    expect(missing()).toBe(`${sentence}the declared conflict and its mitigations, the practitioner’s consent, a review date, the programme lead’s approval.`);
    expect(missing(declaration(), approved)).toBe(`${sentence}the practitioner’s consent.`);
    expect(missing(declaration(null), consented, approved)).toBe(`${sentence}a review date.`);
    expect(missing(declaration(), consented)).toBe(`${sentence}the programme lead’s approval.`);
  });
  it('declares anew, and has nothing agreed of that yet', () => {
    given(...ready, ...all, declaration())
      .when(start())
      .thenRejects(ManagerAsCoachConflict);
  });
  it('has declared that pair, and no other', () => {
    const other = ConflictDeclared({ ...pair, ...said, supporterId: practitioner, practitionerId: supporter, reviewOn: '2026-09-01' });
    given(...ready, other, consented, approved)
      .when(start())
      .thenRejects(ManagerAsCoachConflict);
  });
  it('does not meet when the review is overdue', () => {
    expect(
      given(...ready, ...all)
        .when(start({ today: '2026-09-02' }))
        .thenRejects(ConflictReviewOverdue),
    ).toBe('The declared conflict was to be reviewed by 2026-09-01, and today is 2026-09-02.');
    given(...ready, ...all, reviewed)
      .when(start({ today: '2026-09-02' }))
      .then(started());
  });
});

describe('a conflict that was found', () => {
  const conflictId = person(90);
  const path = [manager, supporter];
  const detected = EngagementConflictDetected({ ...pair, conflictId, path });
  const over = EngagementConflictEnded({ ...pair, conflictId });
  it('is written down with its path', () =>
    given(proposed())
      .when(detectConflict({ ...two, path, conflictId }))
      .then(detected));
  it('ends once, for the pair that it is about', () => {
    given(proposed(), detected).when(endConflict(two)).then(over);
    given(proposed(), detected, over).when(endConflict(two)).thenNothing();
    given(proposed(), detected)
      .when(endConflict({ ...two, supporterId: director }))
      .thenNothing();
  });
});
