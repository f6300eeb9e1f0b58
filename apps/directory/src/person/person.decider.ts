import {
  PersonLeft,
  PersonMoved,
  PersonNameCorrected,
  PersonRegistered,
  PersonRejoined,
  RoleAssigned,
  RoleRevoked,
  standingAt,
  withChange,
  type Change,
} from '@cairn/contracts/directory';
import { AccountRecorded, DirectoryWarningRaised } from '@cairn/contracts/directory/internal';
import { defineRule, defineStream, unreachable, warned, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { assertOpen, type Workplace } from '../setting/workplace.decider.js';

/** A role at one setting and the same role for the whole organisation are two: each is taken on and given up by itself. */
export type Post = Pick<DataOf<typeof RoleAssigned>, 'role' | 'settingId'>;
export const nameOf = ({ role, settingId }: Post) => `${role} @ ${settingId ?? 'organisation'}`;

/** Where somebody works from an instant on; the setting is null for those who work centrally. */
type Stay = Change & ({ readonly here: true; readonly settingId: string | null } | { readonly here: false });

export interface Registered {
  readonly status: 'registered';
  readonly stays: readonly Stay[];
  readonly held: ReadonlyMap<string, Post>;
}
export type Person = { readonly status: 'absent' } | Registered;

/** One person: when they were here and where, and the roles they hold. The name is sealed; no rule looks at it. */
export const person = defineStream({
  category: 'person',
  events: [PersonRegistered, PersonMoved, PersonLeft, PersonRejoined, PersonNameCorrected, RoleAssigned, RoleRevoked, AccountRecorded, DirectoryWarningRaised],
  initial: { status: 'absent' } as Person,
  evolve: (state, event, at): Person => {
    if (event.type === 'PersonRegistered') return { status: 'registered', stays: [{ at, here: true, settingId: event.data.settingId }], held: new Map() };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'PersonMoved':
        return { ...state, stays: withChange<Stay>(state.stays, { at, here: true, settingId: event.data.to }) };
      case 'PersonLeft':
        return { ...state, stays: withChange<Stay>(state.stays, { at, here: false }) };
      case 'PersonRejoined':
        return { ...state, stays: withChange<Stay>(state.stays, { at, here: true, settingId: event.data.settingId }) };
      case 'RoleAssigned':
        return { ...state, held: new Map(state.held).set(nameOf(event.data), event.data) };
      case 'RoleRevoked':
        return { ...state, held: new Map([...state.held].filter(([name]) => name !== nameOf(event.data))) };
      case 'PersonNameCorrected':
      case 'AccountRecorded':
      case 'DirectoryWarningRaised':
        return state;
      default:
        return unreachable(event, state);
    }
  },
});
export type PersonDecision = Decide<Person, EventIn<typeof person>>;

export const PersonUnknown = defineRule('D-7', 'NOT_FOUND', () => 'No person with this id.', { kind: 'not-found' });
export const PersonAlreadyRegistered = defineRule('D-7', 'PERSON_ALREADY_REGISTERED', () => 'This person is registered already.');
export const PersonNotHere = defineRule('D-7', 'PERSON_NOT_HERE', (since: string | null) =>
  since === null ? 'This person had not joined by then.' : `This person left on ${since}.`,
);
export const NameIsAnother = defineRule('D-3', 'NAME_IS_ANOTHER', () => 'The name to be corrected is not the one on record.');
export const LeaverHasReports = defineRule(
  'D-7',
  'LEAVER_HAS_REPORTS',
  (reports: number) => `${reports} ${reports === 1 ? 'person still reports' : 'people still report'} to this person, who has left.`,
  { force: 'W' },
);
export const PersonStillHere = defineRule(
  'D-7',
  'PERSON_STILL_HERE',
  (since: string) => `This person has been here since ${since}: nobody rejoins who has not left.`,
);

export function existing(state: Person): Registered {
  if (state.status === 'absent') throw PersonUnknown();
  return state;
}

/** Where they work at that instant. */
export function hereAt(state: Person, at: string): Extract<Stay, { here: true }> {
  const stay = standingAt(existing(state).stays, at);
  if (!stay?.here) throw PersonNotHere(stay ? stay.at.slice(0, 10) : null);
  return stay;
}

interface At {
  /** The instant by which the rules are judged; `latest` for now. */
  readonly at: string;
}

/** The id is the identity provider's, not ours: a second registration is a mistake of somebody, and says so. */
export const register =
  (data: DataOf<typeof PersonRegistered>, workplace: Workplace): PersonDecision =>
  (state) => {
    if (state.status === 'registered') throw PersonAlreadyRegistered();
    assertOpen(workplace);
    return [PersonRegistered(data)];
  };

export const move =
  ({ personId, to, at }: Omit<DataOf<typeof PersonMoved>, 'from'> & At, workplace: Workplace): PersonDecision =>
  (state) => {
    const { settingId: from } = hereAt(state, at);
    if (from === to) return []; // they are there: not news
    assertOpen(workplace);
    return [PersonMoved({ personId, from, to })];
  };

/**
 * A leaver gives up every role that they hold; who they were and whom they reported to stays on record.
 * @param reports how many people report to them, as far as is known: who leads those from now on is somebody's task, and no reason to stay
 */
export const leave =
  ({ personId, at }: Pick<DataOf<typeof PersonLeft>, 'personId'> & At, reports: number): PersonDecision =>
  (state) => {
    const { settingId } = hereAt(state, at);
    const posts = [...existing(state).held.values()].map((post) => RoleRevoked({ personId, ...post, reason: 'left' }));
    const warning = { personId, settingId, about: { kind: 'person', id: personId }, taskFor: { role: 'programme-lead', personId: null } };
    const warnings = reports > 0 ? [DirectoryWarningRaised(warned(LeaverHasReports(reports), warning))] : [];
    return [...posts, PersonLeft({ personId, settingId }), ...warnings];
  };

export const rejoin =
  ({ at, ...data }: DataOf<typeof PersonRejoined> & At, workplace: Workplace): PersonDecision =>
  (state) => {
    const stay = standingAt(existing(state).stays, at);
    if (!stay) throw PersonNotHere(null);
    if (stay.here) throw PersonStillHere(stay.at.slice(0, 10));
    assertOpen(workplace);
    return [PersonRejoined(data)];
  };

/** @param onRecord the name as a query opens it: who corrects a name says which one, and nobody corrects one that has changed meanwhile or is erased */
export const correctName =
  (data: DataOf<typeof PersonNameCorrected>, onRecord: unknown): PersonDecision =>
  (state) => {
    existing(state);
    if (onRecord !== data.from) throw NameIsAnother();
    return data.from === data.to ? [] : [PersonNameCorrected(data)];
  };
