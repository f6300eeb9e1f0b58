import type { LoopbackPerson } from '@cairn/access/loopback-issuer';
import { ipswich } from '@cairn/frameworks';
import { faker } from '@faker-js/faker/locale/en_GB';
import { v5 as uuidv5 } from 'uuid';

/** Every id and idempotency key of the play is derived from this, so that a play that is sent again is the same play. Never change it. */
const namespace = '7d0f9f1e-5c34-4f6b-9b7a-2d6c54a0c554';
export const keyOf = (...parts: readonly (string | number)[]): string => uuidv5(parts.join('/'), namespace);

export const tenant = 'ipswich';
export const organisationName = 'Ipswich early years partnership';
export const programmeTitle = ipswich.design.title;

/** Somebody in the play: what the issuer vouches for, and what the directory is told. */
export interface Player extends LoopbackPerson {
  readonly name: string;
  /** Index of the setting where they work; null for those who work centrally. */
  readonly setting: number | null;
}

export const { settings } = ipswich;

// Fictional throughout: a fixed seed gives everybody the same name in every run.
faker.seed(554);
const player = (ref: string, roles: readonly string[], setting: number | null = null): Player => ({
  ref,
  person: keyOf('person', ref),
  tenant,
  roles,
  permissions: ['record-retrospectively'],
  name: `${faker.person.firstName()} ${faker.person.lastName()}`,
  setting,
});

/** The 42 managers, one to a setting. The last of them is a grant officer too, and so is tempted to approve the own plan. */
export const leaders: readonly Player[] = settings.map((_, index) =>
  player(`leader-${index + 1}`, index === settings.length - 1 ? ['setting-leader', 'grant-officer'] : ['setting-leader'], index),
);

export const lead = player('programme-lead', ['programme-lead']);
export const facilitator = player('facilitator', ['supporter']);
export const approver = player('plan-approver', ['grant-officer']);
export const treasurer = player('grant-officer', ['grant-officer']);
export const assessor = player('assessor', ['observer']);
export const administrator = player('administrator', ['admin']);
export const auditor = player('auditor', ['auditor']);

/** People outside the 42, with whom the refusals are provoked: so nothing that is refused is ever asked for one of the 42. */
export const deputies = {
  /** Asks for a seat when all are taken. */
  latecomer: player('deputy-latecomer', ['practitioner'], 0),
  /** Withdrew before the first session; has a draft of a plan and has attended nothing. */
  early: player('deputy-early', ['practitioner'], 1),
  /** Withdrew too; every session was waived, but no plan was approved. */
  waived: player('deputy-waived', ['practitioner'], 2),
  /** May approve plans, and reports to the leader whose plan it is. */
  officer: player('deputy-officer', ['practitioner', 'grant-officer'], 3),
} as const;

/** Stands behind the programme with time and money. */
export const sponsor = player('sponsor', ['sponsor']);

export const central: readonly Player[] = [lead, facilitator, approver, treasurer, assessor, administrator, auditor, sponsor];
export const everyone: readonly Player[] = [...central, ...leaders, ...Object.values(deputies)];

const { groupCapacity } = ipswich.design;
/** The leaders in their groups: 7 of 6. */
export const groups: readonly { readonly name: string; readonly delegates: readonly Player[] }[] = ipswich.groups.map((name, index) => ({
  name,
  delegates: leaders.slice(index * groupCapacity, (index + 1) * groupCapacity),
}));

/** A number of the story from `lowest` to `highest`, the same in every run. */
export const seeded = (lowest: number, highest: number, ...about: readonly (string | number)[]): number =>
  lowest + (Number.parseInt(keyOf('number', ...about).slice(0, 8), 16) % (highest - lowest + 1));
