import { latest, PersonLeft, PersonMoved, PersonNameCorrected, PersonRegistered, PersonRejoined, RoleAssigned, RoleRevoked } from '@cairn/contracts/directory';
import { DirectoryWarningRaised } from '@cairn/contracts/directory/internal';
import { dated, specFor } from '@cairn/testing';
import { SettingHasClosed, SettingUnknown } from '../setting/setting.decider.js';
import type { Workplace } from '../setting/workplace.decider.js';
import {
  correctName,
  leave,
  move,
  NameIsAnother,
  person,
  PersonAlreadyRegistered,
  PersonNotHere,
  PersonStillHere,
  PersonUnknown,
  register,
  rejoin,
} from './person.decider.js';
import { assignRole, revokeRole, RoleAlreadyHeld, RoleNotHeld } from './roles.decider.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const settingId = '20000000-0000-4000-8000-000000000001';
const elsewhere = '20000000-0000-4000-8000-000000000002';
const [march, april, may, june] = ['2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z', '2026-05-01T09:00:00.000Z', '2026-06-01T09:00:00.000Z'] as const;
const { given } = specFor(person);
const open: Workplace = { status: 'open' };
const unknown: Workplace = { status: 'unknown' };
const shut: Workplace = { status: 'closed', closedOn: '2026-04-01' };

const registering = { personId, settingId, name: 'Ana Okafor' };
const registered = dated(march, PersonRegistered(registering));
const leads = { personId, role: 'setting-leader' as const, settingId };
const assigned = RoleAssigned(leads);
const assign = (workplace: Workplace = open, at: string = latest) => assignRole({ ...leads, at }, workplace);
const resigning = { ...leads, reason: 'moved to another setting' };
const moving = (to: string | null, at: string = latest) => move({ personId, to, at }, open);
const moved = (from: string | null, to: string | null) => PersonMoved({ personId, from, to });
const leaving = (reports = 0) => leave({ personId, at: latest }, reports);
const left = PersonLeft({ personId, settingId });
const rejoining = (at: string = latest, workplace: Workplace = open) => rejoin({ personId, settingId: elsewhere, at }, workplace);

describe('a person', () => {
  it('is registered, at a setting or centrally', () => {
    given().when(register(registering, open)).then(PersonRegistered(registering));
    const central = { ...registering, settingId: null };
    given()
      .when(register(central, { status: 'central' }))
      .then(PersonRegistered(central));
  });
  it('is registered once', () => {
    expect(given(registered).when(register(registering, open)).thenRejects(PersonAlreadyRegistered)).toBe('This person is registered already.');
  });
  it('works at a setting that is there and open', () => {
    expect(given().when(register(registering, unknown)).thenRejects(SettingUnknown)).toBe('No organisation here has registered this setting.');
    expect(given().when(register(registering, shut)).thenRejects(SettingHasClosed)).toBe('This setting closed on 2026-04-01.');
    for (const workplace of [unknown, shut]) {
      const rule = workplace === unknown ? SettingUnknown : SettingHasClosed;
      given(registered)
        .when(move({ personId, to: elsewhere, at: latest }, workplace))
        .thenRejects(rule);
      given(registered).when(assign(workplace)).thenRejects(rule);
      given(registered, dated(april, left)).when(rejoining(latest, workplace)).thenRejects(rule);
    }
  });
  it('has a name that is put right where it is the one on record', () => {
    const correction = { personId, from: 'Ana Okafo', to: 'Ana Okafor', because: 'misspelt' as const };
    given(registered).when(correctName(correction, 'Ana Okafo')).then(PersonNameCorrected(correction));
    given(registered)
      .when(correctName({ ...correction, from: correction.to }, 'Ana Okafor'))
      .thenNothing();
    expect(
      given(registered)
        .when(correctName(correction, { erased: true }))
        .thenRejects(NameIsAnother),
    ).toBe('The name to be corrected is not the one on record.');
    given().when(correctName(correction, undefined)).thenRejects(PersonUnknown);
  });
});

describe('a mover', () => {
  it('says from where, and goes where they are not', () => {
    given(registered).when(moving(elsewhere)).then(moved(settingId, elsewhere));
    given(registered).when(moving(null)).then(moved(settingId, null));
    given(registered).when(moving(settingId)).thenNothing();
  });
  it('goes from where they were at that instant', () => {
    given(registered, dated(june, moved(settingId, null)))
      .when(moving(elsewhere, may))
      .then(moved(settingId, elsewhere));
  });
  it('is here at that instant', () => {
    expect(given(registered, dated(april, left)).when(moving(elsewhere)).thenRejects(PersonNotHere)).toBe('This person left on 2026-04-01.');
    expect(given(registered).when(moving(elsewhere, '2026-02-01T09:00:00.000Z')).thenRejects(PersonNotHere)).toBe('This person had not joined by then.');
    given().when(moving(elsewhere)).thenRejects(PersonUnknown);
  });
});

describe('a leaver', () => {
  it('gives up every role and leaves', () => {
    given(registered, assigned)
      .when(leaving())
      .then(RoleRevoked({ ...leads, reason: 'left' }), left);
  });
  it('to whom people report leaves a task behind', () => {
    const about = { about: { kind: 'person', id: personId }, personId, settingId, taskFor: { role: 'programme-lead', personId: null } };
    const warning = (detail: string) => DirectoryWarningRaised({ code: 'LEAVER_HAS_REPORTS', detail, ...about });
    given(registered).when(leaving(1)).then(left, warning('1 person still reports to this person, who has left.'));
    given(registered).when(leaving(3)).then(left, warning('3 people still report to this person, who has left.'));
  });
  it('leaves once, and comes back', () => {
    given(registered, dated(april, left)).when(leaving()).thenRejects(PersonNotHere);
    given(registered, dated(april, left))
      .when(rejoining())
      .then(PersonRejoined({ personId, settingId: elsewhere }));
  });
  it('comes back only after leaving', () => {
    expect(given(registered).when(rejoining()).thenRejects(PersonStillHere)).toBe(
      'This person has been here since 2026-03-01: nobody rejoins who has not left.',
    );
    given(registered, dated(may, left)).when(rejoining(april)).thenRejects(PersonStillHere);
    given(registered).when(rejoining('2026-02-01T09:00:00.000Z')).thenRejects(PersonNotHere);
  });
});

describe('a role', () => {
  it('is taken on by a person who is here', () => {
    given(registered).when(assign()).then(assigned);
    expect(given().when(assign()).thenRejects(PersonUnknown)).toBe('No person with this id.');
    given(registered, dated(april, left)).when(assign()).thenRejects(PersonNotHere);
    given(registered, dated(april, left)).when(assign(open, march)).then(assigned);
  });
  it('is not taken on twice', () => {
    expect(given(registered, assigned).when(assign()).thenRejects(RoleAlreadyHeld)).toBe('This person already holds the role setting-leader at this setting.');
  });
  it('at a setting is another than the same role for the organisation', () => {
    const everywhere = { ...leads, settingId: null };
    given(registered, assigned)
      .when(assignRole({ ...everywhere, at: latest }, { status: 'central' }))
      .then(RoleAssigned(everywhere));
  });
  it('is given up', () => given(registered, assigned).when(revokeRole(resigning)).then(RoleRevoked(resigning)));
  it('is given up only when it is held', () => {
    expect(given(registered, assigned, RoleRevoked(resigning)).when(revokeRole(resigning)).thenRejects(RoleNotHeld)).toBe(
      'This person does not hold the role setting-leader at this setting.',
    );
    given().when(revokeRole(resigning)).thenRejects(PersonUnknown);
  });
});
