import {
  CoverageFoundIncomplete,
  DelegateEnrolled,
  DelegateWithdrew,
  GroupFormed,
  InvitationAccepted,
  InvitationDeclined,
  InvitationSent,
  ProgrammeDesigned,
  ProgrammeLaunched,
  SubmissionWindowClosed,
  SubmissionWindowOpened,
} from '@cairn/contracts/planning';
import {
  PlanningWarningRaised,
  ProgrammeCommunicated,
  ProgrammeTemplateAdopted,
  SponsorCommitmentLapsed,
  SponsorCommitted,
} from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, unreachable, warned, type DataOf, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import { byPolicy } from '../policy-rule.decider.js';

export type Design = EventOf<typeof ProgrammeDesigned>['data'];

export interface Programme {
  readonly status: 'designed' | 'launched';
  readonly design: Design;
  /** By person. */
  readonly invitations: ReadonlyMap<string, 'sent' | 'accepted' | 'declined'>;
  readonly groups: ReadonlyMap<string, { readonly name: string; readonly capacity: number }>;
  /** By person: everyone who is a delegate or was one; without a group after withdrawing. */
  readonly delegates: ReadonlyMap<string, { readonly settingId: string; readonly groupId: string | null }>;
  /** By sponsor: the last day of the commitment; null once it has lapsed. */
  readonly sponsors: ReadonlyMap<string, string | null>;
  /** By term. `closesOn` is the last day on which a plan is in time. */
  readonly windows: ReadonlyMap<string, { readonly opensOn: string; readonly closesOn: string; readonly closed: boolean }>;
}

export type ProgrammeState = { readonly status: 'absent' } | Programme;

/** One programme: its figures, and every set that its rules count over. Seats are here because two racing enrolments must meet in one stream. */
export const programme = defineStream({
  category: 'programme',
  events: [
    ProgrammeDesigned,
    InvitationSent,
    InvitationAccepted,
    InvitationDeclined,
    ProgrammeLaunched,
    CoverageFoundIncomplete,
    GroupFormed,
    DelegateEnrolled,
    DelegateWithdrew,
    SubmissionWindowOpened,
    SubmissionWindowClosed,
    SponsorCommitted,
    SponsorCommitmentLapsed,
    ProgrammeCommunicated,
    ProgrammeTemplateAdopted,
    PlanningWarningRaised,
  ],
  initial: { status: 'absent' } as ProgrammeState,
  evolve: (state, event): ProgrammeState => {
    if (event.type === 'ProgrammeDesigned')
      return {
        status: 'designed',
        design: event.data,
        invitations: new Map(),
        groups: new Map(),
        delegates: new Map(),
        sponsors: new Map(),
        windows: new Map(),
      };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'InvitationSent':
        return { ...state, invitations: having(state.invitations, event.data.personId, 'sent') };
      case 'InvitationAccepted':
        return { ...state, invitations: having(state.invitations, event.data.personId, 'accepted') };
      case 'InvitationDeclined':
        return { ...state, invitations: having(state.invitations, event.data.personId, 'declined') };
      case 'ProgrammeLaunched':
        return { ...state, status: 'launched' };
      case 'CoverageFoundIncomplete':
      case 'ProgrammeCommunicated':
      case 'ProgrammeTemplateAdopted':
      case 'PlanningWarningRaised':
        return state;
      case 'SponsorCommitted':
        return { ...state, sponsors: having(state.sponsors, event.data.sponsorId, event.data.until) };
      case 'SponsorCommitmentLapsed':
        return { ...state, sponsors: having(state.sponsors, event.data.sponsorId, null) };
      case 'GroupFormed': {
        const { groupId, name, capacity } = event.data;
        return { ...state, groups: having(state.groups, groupId, { name, capacity }) };
      }
      case 'DelegateEnrolled': {
        const { personId, settingId, groupId } = event.data;
        return { ...state, delegates: having(state.delegates, personId, { settingId, groupId }) };
      }
      case 'DelegateWithdrew': {
        const delegate = state.delegates.get(event.data.personId);
        return delegate ? { ...state, delegates: having(state.delegates, event.data.personId, { ...delegate, groupId: null }) } : state;
      }
      case 'SubmissionWindowOpened': {
        const { term, opensOn, closesOn } = event.data;
        return { ...state, windows: having(state.windows, term, { opensOn, closesOn, closed: false }) };
      }
      case 'SubmissionWindowClosed': {
        const { term, closedOn } = event.data;
        const window = state.windows.get(term);
        if (!window) return state;
        const closesOn = closedOn < window.closesOn ? closedOn : window.closesOn; // closing shortens a window, never lengthens it
        return { ...state, windows: having(state.windows, term, { ...window, closesOn, closed: true }) };
      }
      default:
        return unreachable(event, state);
    }
  },
});

export type ProgrammeDecision = Decide<ProgrammeState, EventIn<typeof programme>>;

export const ProgrammeNotFound = defineRule('001-1', 'NOT_FOUND', () => 'No programme with this id.', { kind: 'not-found' });
export const ProgrammeAlreadyLaunched = defineRule('001-1', 'PROGRAMME_ALREADY_LAUNCHED', () => 'The programme was launched before.');

/** What a programme does about something that is its own to decide, or that it leaves to the organisation. */
export const choiceOf = (own: Design['lateSubmission'], policy: 'refuse' | 'warn'): 'refuse' | 'warn' =>
  own === 'policy' ? policy : own === 'flag' ? 'warn' : 'refuse';

/** The programme that every decision but the first needs. */
export function existing(state: ProgrammeState): Programme {
  if (state.status === 'absent') throw ProgrammeNotFound();
  return state;
}

export const CoverageIncomplete = defineRule(
  '001-2',
  'COVERAGE_INCOMPLETE',
  (uninvited: number, eligible: number) => `${uninvited} of ${eligible} eligible people had not been invited when the programme was launched.`,
  { force: 'W' },
);
export const ProgrammeWithoutSponsor = defineRule(
  '002-10',
  'PROGRAMME_WITHOUT_SPONSOR',
  (sponsors: number, day: string) => `On ${day} 0 of ${sponsors} sponsors of the programme are committed to it.`,
  { force: 'P' },
);

/** The figures are the organisation's to choose, once: the groups are formed by them. */
export const designProgramme =
  (data: DataOf<typeof ProgrammeDesigned>, adopted?: Omit<DataOf<typeof ProgrammeTemplateAdopted>, 'programmeId'>): ProgrammeDecision =>
  () => [ProgrammeDesigned(data), ...(adopted ? [ProgrammeTemplateAdopted({ programmeId: data.programmeId, ...adopted })] : [])];

/** How many uninvited people one event names at most; `eligible` always counts everyone. */
const uninvitedNamed = 5000;

interface Launch {
  readonly programmeId: string;
  readonly eligible: readonly string[];
  /** The day on which it is launched. */
  readonly day: string;
  /** What the organisation wants done about a programme that no sponsor is committed to. */
  readonly withoutSponsor: 'refuse' | 'warn';
}

/** Everyone eligible should have been invited, and a senior sponsor should stand behind it: what is missing is on the record, and somebody's task. */
export const launchProgramme =
  ({ programmeId, eligible, day, withoutSponsor }: Launch): ProgrammeDecision =>
  (state) => {
    const { status, invitations, sponsors } = existing(state);
    if (status === 'launched') throw ProgrammeAlreadyLaunched();
    const isSponsored = [...sponsors.values()].some((until) => until !== null && day <= until);
    const coverage = { programmeId, eligible: eligible.length, invited: invitations.size };
    const uninvited = eligible.filter((personId) => !invitations.has(personId));
    const task = { about: { kind: 'programme', id: programmeId }, taskFor: { role: 'programme-lead', personId: null } };
    const unsponsored = byPolicy(withoutSponsor, isSponsored ? undefined : ProgrammeWithoutSponsor(sponsors.size, day), task);
    const incomplete = [
      CoverageFoundIncomplete({ ...coverage, uninvited: uninvited.slice(0, uninvitedNamed) }),
      PlanningWarningRaised(warned(CoverageIncomplete(uninvited.length, eligible.length), task)),
    ];
    return [ProgrammeLaunched(coverage), ...(uninvited.length > 0 ? incomplete : []), ...unsponsored];
  };

const having = <K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> => new Map(map).set(key, value);
