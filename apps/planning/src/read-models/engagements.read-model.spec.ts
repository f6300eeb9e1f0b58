import {
  ApproachChanged,
  EngagementConflictDetected,
  EngagementConflictEnded,
  EngagementEnded,
  LearningAgreementEnded,
  RoleEmphasisAgreed,
} from '@cairn/contracts/planning';
import { happened, specForReadModel } from '@cairn/testing';
import type { NewEvent } from '@cairn/event-sourcing';
import { organisationId, settingId } from '../fixtures/ipswich.js';
import { confirmed, engagementId, focus, ids, occasion, pair, practitioner, proposed, started, supporter, tookEffect, why } from '../fixtures/pair.js';
import { engagements } from './engagements.read-model.js';

const occurredAt = '2026-06-01T09:00:00.000Z';
const given = (...events: NewEvent[]) => specForReadModel(engagements).given(...events.map((event) => happened(event, { occurredAt })));
const conflictId = '0000000a-0000-4000-8000-000000000001';
const inConflict = EngagementConflictDetected({ ...pair, conflictId, path: [supporter] });
const conflictOver = EngagementConflictEnded({ ...pair, conflictId });
const changed = ApproachChanged({ ...pair, peerIds: [], from: 'mentoring', to: 'specialist-coaching', ...why, reason: 'One skill is left' });
const roles = RoleEmphasisAgreed({ ...ids, roles: ['coach'] });
const agreementOver = LearningAgreementEnded({ ...ids, versions: [1], endedBy: practitioner });
const ended = EngagementEnded({ ...pair, peerIds: [], endedBy: practitioner, reason: null });

describe('engagements', () => {
  it('begin as a proposal', () =>
    expect(given(proposed(), occasion(), focus()).rows()).toEqual([
      {
        ...{
          engagementId,
          organisationId,
          settingId,
          practitionerId: practitioner,
          supporterId: supporter,
          peerIds: [],
          areas: [],
          roles: [],
          confirmedBy: [],
        },
        ...{ approach: 'mentoring', occasion: 'promotion-and-development', focus: 'development', agreementVersion: null, matchId: null },
        ...{ status: 'proposed', proposedAt: occurredAt, startedAt: null, endedAt: null, conflictIds: [] },
      },
    ]));
  it('show how far they have come', () => {
    expect(given(proposed(), confirmed(practitioner), tookEffect(), roles, started()).rows()).toMatchObject([
      { status: 'started', startedAt: occurredAt, confirmedBy: [practitioner], agreementVersion: 1, roles: ['coach'] },
    ]);
    expect(given(proposed(), changed, agreementOver, ended).rows()).toMatchObject([
      { status: 'ended', endedAt: occurredAt, approach: 'specialist-coaching', agreementVersion: null },
    ]);
  });
  it('name the conflicts that stand', () => {
    expect(given(proposed(), inConflict).rows()).toMatchObject([{ conflictIds: [conflictId] }]);
    expect(given(proposed(), inConflict, conflictOver).rows()).toMatchObject([{ conflictIds: [] }]);
  });
  it('hold in PostgreSQL', () =>
    given(
      proposed(),
      occasion(),
      focus(),
      confirmed(supporter),
      roles,
      tookEffect(),
      started(),
      inConflict,
      conflictOver,
      changed,
      agreementOver,
      ended,
    ).throughPostgres());
});
