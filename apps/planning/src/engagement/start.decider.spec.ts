import { EngagementEnded } from '@cairn/contracts/planning';
import { EngagementRecordFiled, PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { specFor, stateAfter } from '@cairn/testing';
import { agreement, AgreementUnsignedBy, NoLearningAgreement } from '../agreement/agreement.decider.js';
import { person, settingId } from '../fixtures/ipswich.js';
import { agreed, agreementProposed, confirmed, ids, lead, pair, practitioner, proposed, signedByPractitioner, started, supporter } from '../fixtures/pair.js';
import { ActsForAnother } from '../in-person.decider.js';
import { endEngagement, engagement, EngagementHasEnded, existing, NotAParty } from './engagement.decider.js';
import { fileRecord, RecordKindUnknown, SupervisionIsNotCoaching } from './records.decider.js';
import {
  confirmExpectations,
  EngagementAlreadyStarted,
  ExpectationsNotConfirmed,
  obstaclesTo,
  SafeguardingTrainingExpired,
  startEngagement,
} from './start.decider.js';

const { given } = specFor(engagement);
const signed = stateAfter(agreement, agreed());
const trainedUntil = new Map([[supporter, '2026-12-31']]);
const ready = { agreement: signed, managers: new Map(), managerPolicy: 'forbid', trainedUntil, trainingPolicy: 'refuse', today: '2026-06-01' } as const;
const start = (changes: object = {}) => startEngagement({ ...ready, ...changes });
const both = [proposed(), confirmed(practitioner), confirmed(supporter)] as const;
const ended = (endedBy: string, reason: string | null = null) => EngagementEnded({ ...pair, peerIds: [], endedBy, reason });

describe('expectations', () => {
  it('are confirmed by each party', () =>
    given(proposed())
      .when(confirmExpectations({ personId: supporter, actor: supporter }))
      .then(confirmed(supporter)));
  it('once', () =>
    given(...both)
      .when(confirmExpectations({ personId: supporter, actor: supporter }))
      .thenNothing());
  it('in person, by a party', () => {
    given(proposed())
      .when(confirmExpectations({ personId: supporter, actor: lead }))
      .thenRejects(ActsForAnother);
    given(proposed())
      .when(confirmExpectations({ personId: lead, actor: lead }))
      .thenRejects(NotAParty);
  });
});

describe('starting', () => {
  it('follows the confirmations and the agreement, and says which version', () =>
    given(...both)
      .when(start())
      .then(started()));
  it('waits for every confirmation', () => {
    expect(given(proposed(), confirmed(practitioner)).when(start()).thenRejects(ExpectationsNotConfirmed)).toBe(
      'Roles and expectations are not confirmed by: the supporter.',
    );
    expect(
      given(proposed({ approach: 'co-coaching', peerIds: [person(5)] }))
        .when(start())
        .thenRejects(ExpectationsNotConfirmed),
    ).toBe('Roles and expectations are not confirmed by: the peer, the peer, the peer.');
  });
  it('waits for every signature', () => {
    expect(
      given(...both)
        .when(start({ agreement: agreement.initial }))
        .thenRejects(NoLearningAgreement),
    ).toBe('No learning agreement is in force: none was proposed.');
    const once = stateAfter(agreement, [agreementProposed(), signedByPractitioner()]);
    expect(
      given(...both)
        .when(start({ agreement: once }))
        .thenRejects(AgreementUnsignedBy),
    ).toBe('Version 1 of the learning agreement is not signed by: the supporter.');
  });
  it('takes safeguarding training in date, or a warning', () => {
    const refusal = (changes: object) =>
      given(...both)
        .when(start(changes))
        .thenRejects(SafeguardingTrainingExpired);
    expect(refusal({ trainedUntil: new Map() })).toBe('No safeguarding training of the supporter is on record.');
    const late = { trainedUntil: new Map([[supporter, '2026-05-31']]) };
    const detail = 'The safeguarding training of the supporter counted until 2026-05-31, and today is 2026-06-01.';
    expect(refusal(late)).toBe(detail);
    const whose = {
      about: { kind: 'engagement', id: ids.engagementId },
      personId: practitioner,
      settingId,
      taskFor: { role: 'programme-lead', personId: null },
    };
    given(...both)
      .when(start({ ...late, trainingPolicy: 'warn' }))
      .then(started(), PlanningWarningRaised({ code: 'SAFEGUARDING_TRAINING_EXPIRED', detail, ...whose }));
  });
  it('is told beforehand what it waits for', () => {
    const waiting = { ...ready, agreement: agreement.initial, managers: new Map([[practitioner, supporter]]), trainedUntil: new Map() };
    const codes = (readiness: typeof waiting) => obstaclesTo(existing(stateAfter(engagement, [proposed()])), readiness).map(({ code }) => code);
    expect(codes(waiting)).toEqual([...['MANAGER_AS_COACH_CONFLICT', 'EXPECTATIONS_NOT_CONFIRMED', 'NO_LEARNING_AGREEMENT', 'SAFEGUARDING_TRAINING_EXPIRED']]);
    expect(obstaclesTo(existing(stateAfter(engagement, both)), ready)).toEqual([]);
  });
  it('happens once, before the end', () => {
    given(...both, started())
      .when(start())
      .thenRejects(EngagementAlreadyStarted);
    given(...both, ended(practitioner))
      .when(start())
      .thenRejects(EngagementHasEnded);
  });
});

describe('ending', () => {
  const end = (who: string, role: string, personId = who) => endEngagement({ personId, endedBy: who, role, reason: null });
  it('takes no reason, and any party', () => {
    given(...both, started())
      .when(end(practitioner, 'practitioner'))
      .then(ended(practitioner));
    given(proposed()).when(end(supporter, 'supporter')).then(ended(supporter));
  });
  it('is open to who leads the programme', () => given(proposed()).when(end(lead, 'programme-lead')).then(ended(lead)));
  it('is nobody else’s', () => {
    given(proposed()).when(end(lead, 'supporter')).thenRejects(NotAParty);
    given(proposed())
      .when(end(lead, 'programme-lead', practitioner))
      .thenRejects(ActsForAnother);
    given(proposed(), ended(practitioner)).when(end(supporter, 'supporter')).thenRejects(EngagementHasEnded);
  });
});

describe('a record', () => {
  const recordId = person(80);
  const file = (kind: string) => fileRecord({ recordId, kind, reference: 'drawer 3' });
  it('is filed by its kind and its place', () =>
    given(proposed())
      .when(file('progress-note'))
      .then(EngagementRecordFiled({ ...ids, recordId, kind: 'progress-note', reference: 'drawer 3' })));
  it('of supervision or appraisal belongs elsewhere', () => {
    expect(given(proposed()).when(file('supervision')).thenRejects(SupervisionIsNotCoaching)).toBe(
      'A record of supervision belongs to line management and is not filed with an engagement.',
    );
    given(proposed()).when(file('appraisal')).thenRejects(SupervisionIsNotCoaching);
  });
  it('is of a kind', () => {
    given(proposed()).when(file('poem')).thenRejects(RecordKindUnknown);
  });
});
