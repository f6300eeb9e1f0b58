import { LearningAgreementAmended, LearningAgreementBreachReported, LearningAgreementEnded } from '@cairn/contracts/planning';
import { specFor, stateAfter } from '@cairn/testing';
import { AssessingRoleNotAllowed } from '../engagement/approach.decider.js';
import { endEngagement, engagement, EngagementHasEnded, EngagementNotFound } from '../engagement/engagement.decider.js';
import { person } from '../fixtures/ipswich.js';
import {
  agreed,
  agreementProposed,
  ids,
  practitioner,
  proposed,
  signedByPractitioner,
  signedBySupporter,
  supporter,
  terms,
  texts,
  tookEffect,
} from '../fixtures/pair.js';
import { ActsForAnother } from '../in-person.decider.js';
import {
  agreement,
  AgreementHasEnded,
  AgreementNotFound,
  AgreementVersionClosed,
  endAgreement,
  NoLearningAgreement,
  NotASignatory,
  reportBreach,
  requireAgreementInForce,
  signAgreement,
} from './agreement.decider.js';
import { AgreementAlreadyProposed, AgreementIgnoresPower, AgreementIncomplete, amendAgreement, proposeAgreement, SponsorIsAParty } from './terms.decider.js';

const { given } = specFor(agreement);
const sponsor = person(7);
const asked = { ...texts, assessingRole: null, sponsorPart: null, sponsorId: null, engagement: stateAfter(engagement, [proposed()]) };
const propose = (changes: object = {}) => proposeAgreement({ ...asked, ...changes });
const amend = (changes: object = {}) => amendAgreement({ ...asked, ...changes });
const amended = (version: number, supersedes: number | null = null) => LearningAgreementAmended({ ...terms, version, supersedes });
const sign = (personId: string, version = 1, actor = personId) => signAgreement({ version, personId, actor });

describe('a learning agreement', () => {
  it('is proposed once, for an engagement that is there', () => {
    given().when(propose()).then(agreementProposed());
    given(agreementProposed()).when(propose()).thenRejects(AgreementAlreadyProposed);
    given()
      .when(propose({ engagement: engagement.initial }))
      .thenRejects(EngagementNotFound);
    const over = stateAfter(engagement, [
      proposed(),
      ...endEngagement({ personId: supporter, endedBy: supporter, role: 'supporter', reason: null })(asked.engagement),
    ]);
    given()
      .when(propose({ engagement: over }))
      .thenRejects(EngagementHasEnded);
  });
  it('says how power is dealt with', () => {
    expect(
      given()
        .when(propose({ powerStatement: null }))
        .thenRejects(AgreementIgnoresPower),
    ).toBe('A learning agreement says how the imbalance of power and accountability between its parties is dealt with; this one has no such statement.');
  });
  it('has all of its parts, and names those that it lacks', () => {
    const gaps = { boundaries: null, endTerms: ' ', reviewOn: null, sponsorId: sponsor };
    expect(given().when(propose(gaps)).thenRejects(AgreementIncomplete)).toBe(
      'The learning agreement lacks 4 of its parts: boundaries, how it ends, review date, what the sponsor agrees to.',
    );
    expect(
      given()
        .when(propose({ sponsorPart: 'Time' }))
        .thenRejects(AgreementIncomplete),
    ).toBe('The learning agreement lacks 1 of its parts: the sponsor.');
  });
  it('has three corners where there is a sponsor, who is neither of the two', () => {
    const parties = [...terms.parties, { personId: sponsor, part: 'sponsor' as const }];
    given()
      .when(propose({ sponsorId: sponsor, sponsorPart: 'Time' }))
      .then(agreementProposed({ parties, sponsorPart: 'Time' }));
    given()
      .when(propose({ sponsorId: supporter, sponsorPart: 'Time' }))
      .thenRejects(SponsorIsAParty);
  });
  it('declares an assessing role of a mentor only', () => {
    const assessingRole = 'Signs off the portfolio';
    given().when(propose({ assessingRole })).then(agreementProposed({ assessingRole }));
    const coaching = stateAfter(engagement, [proposed({ approach: 'specialist-coaching' })]);
    given()
      .when(propose({ assessingRole, engagement: coaching }))
      .thenRejects(AssessingRoleNotAllowed);
  });
});

describe('a signature', () => {
  it('is one party’s; the last one puts the version in force', () => {
    given(agreementProposed()).when(sign(practitioner)).then(signedByPractitioner());
    given(agreementProposed(), signedByPractitioner()).when(sign(supporter)).then(signedBySupporter(), tookEffect());
  });
  it('is given once', () => {
    given(agreementProposed(), signedByPractitioner()).when(sign(practitioner)).thenNothing();
    given(...agreed())
      .when(sign(practitioner))
      .thenNothing();
  });
  it('is given in person, by a party', () => {
    given(agreementProposed())
      .when(sign(practitioner, 1, supporter))
      .thenRejects(ActsForAnother);
    given(agreementProposed()).when(sign(sponsor)).thenRejects(NotASignatory);
    given().when(sign(practitioner)).thenRejects(AgreementNotFound);
  });
  it('counts for the version that was read, and for no other', () => {
    expect(given(agreementProposed(), amended(2, 1)).when(sign(practitioner, 1)).thenRejects(AgreementVersionClosed)).toBe(
      'Version 1 does not wait for signatures; version 2 does.',
    );
    expect(
      given(...agreed())
        .when(sign(practitioner, 2))
        .thenRejects(AgreementVersionClosed),
    ).toBe('Version 2 does not wait for signatures; none does.');
  });
});

describe('an amendment', () => {
  it('leaves the old version in force until everybody has signed the new one', () => {
    given(...agreed())
      .when(amend())
      .then(amended(2));
    given(...agreed(), amended(2))
      .when(sign(practitioner, 2))
      .then(signedByPractitioner(2));
    given(...agreed(), amended(2), signedByPractitioner(2))
      .when(sign(supporter, 2))
      .then(signedBySupporter(2), tookEffect(2, 1));
    expect(requireAgreementInForce(stateAfter(agreement, [...agreed(), amended(2), signedByPractitioner(2)])).version).toBe(1);
  });
  it('takes the place of a version that waited for signatures', () => {
    given(...agreed(), amended(2), signedByPractitioner(2))
      .when(amend())
      .then(amended(3, 2));
    given(agreementProposed()).when(amend()).then(amended(2, 1));
  });
  it('is judged as the first version was', () => {
    given(...agreed())
      .when(amend({ powerStatement: '' }))
      .thenRejects(AgreementIgnoresPower);
    given().when(amend()).thenRejects(AgreementNotFound);
  });
});

describe('a breach and the end', () => {
  const breach = 'What was said went to the manager.';
  const report = (reportedBy: string, actor = reportedBy) => reportBreach({ reportedBy, actor, breach });
  const end = (endedBy: string, actor = endedBy) => endAgreement({ endedBy, actor });
  it('are told by a party', () => {
    given(...agreed())
      .when(report(practitioner))
      .then(LearningAgreementBreachReported({ ...ids, version: 1, reportedBy: practitioner, breach }));
    given(...agreed())
      .when(report(sponsor))
      .thenRejects(NotASignatory);
    given(...agreed())
      .when(report(practitioner, supporter))
      .thenRejects(ActsForAnother);
  });
  it('end it without fault, whichever versions there are', () => {
    given(...agreed(), amended(2))
      .when(end(supporter))
      .then(LearningAgreementEnded({ ...ids, versions: [1, 2], endedBy: supporter }));
    given(...agreed())
      .when(end(sponsor))
      .thenRejects(NotASignatory);
    given(...agreed())
      .when(end(supporter, practitioner))
      .thenRejects(ActsForAnother);
  });
  it('leave nothing to sign, to amend or to work under', () => {
    const ended = [...agreed(), LearningAgreementEnded({ ...ids, versions: [1], endedBy: supporter })];
    given(...ended)
      .when(sign(practitioner))
      .thenRejects(AgreementHasEnded);
    given(...ended)
      .when(amend())
      .thenRejects(AgreementHasEnded);
    expect(() => requireAgreementInForce(stateAfter(agreement, ended))).toThrow(NoLearningAgreement('it has ended').message);
  });
  it('need an agreement in force to be kept', () => {
    expect(() => report(practitioner)(stateAfter(agreement, [agreementProposed()]))).toThrow(/is not signed by: the practitioner, the supporter/);
  });
});
