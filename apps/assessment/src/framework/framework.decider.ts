import { FrameworkVersionContinued, FrameworkVersionPublished, FrameworkVersionRetired, RoleProfilePublished } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import {
  assertFaultless,
  fault,
  faultsOf,
  FrameworkFileInvalid,
  levelsOf,
  repeated,
  versionEvents,
  VersionInvalid,
  type VersionContent,
} from './version-content.decider.js';

export { isInForce } from '@cairn/contracts/assessment';

export type RoleProfile = Omit<EventOf<typeof RoleProfilePublished>['data'], 'frameworkId' | 'version'>;
/** A published version, and what has become of it. Dates are calendar days. */
export interface FrameworkVersion extends VersionContent {
  readonly codes: ReadonlySet<string>;
  /** The first day on which it is out of force, when somebody has retired it. */
  readonly retiredOn: string | null;
  /** By their ids, also those that another has replaced. */
  readonly profiles: ReadonlyMap<string, RoleProfile>;
}
export type Framework =
  | { readonly status: 'absent' }
  | { readonly status: 'imported'; readonly title: string; readonly creator: string; readonly versions: ReadonlyMap<string, FrameworkVersion> };

/** One competency framework of the library, with all its versions. A published version never changes; what changes is which one is in force. */
export const framework = defineStream({
  category: 'framework',
  events: [FrameworkImported, FrameworkVersionPublished, FrameworkVersionContinued, RoleProfilePublished, FrameworkVersionRetired],
  initial: { status: 'absent' } as Framework,
  evolve: (state, event): Framework => {
    switch (event.type) {
      case 'FrameworkImported': {
        const { title, creator } = event.data;
        return { status: 'imported', title, creator, versions: new Map() };
      }
      case 'FrameworkVersionPublished': {
        const { frameworkId: _, ...content } = event.data;
        return withVersion(state, content.version, { ...content, codes: codesOf(content.items), retiredOn: null, profiles: new Map() });
      }
      case 'FrameworkVersionContinued':
        return changed(state, event.data.version, (version) => {
          const items = [...version.items, ...event.data.items];
          const scales = [...(version.scales ?? []), ...event.data.scales];
          const associations = [...(version.associations ?? []), ...event.data.associations];
          return { ...version, items, scales, associations, codes: codesOf(items) };
        });
      case 'RoleProfilePublished': {
        const { frameworkId: _, version: name, ...profile } = event.data;
        return changed(state, name, (version) => ({ ...version, profiles: new Map(version.profiles).set(profile.profileId, profile) }));
      }
      case 'FrameworkVersionRetired':
        return changed(state, event.data.version, (version) => ({ ...version, retiredOn: event.data.retiredOn }));
      default:
        return unreachable(event, state);
    }
  },
});
export type FrameworkDecision = Decide<Framework, EventIn<typeof framework>>;

const codesOf = (items: VersionContent['items']) => new Set(items.map(({ code }) => code));
const withVersion = (state: Framework, name: string, version: FrameworkVersion): Framework =>
  state.status === 'imported' ? { ...state, versions: new Map(state.versions).set(name, version) } : state;
const changed = (state: Framework, name: string, change: (version: FrameworkVersion) => FrameworkVersion): Framework => {
  const version = versionOf(state, name);
  return version ? withVersion(state, name, change(version)) : state;
};

export const versionOf = (state: Framework, name: string): FrameworkVersion | undefined => (state.status === 'imported' ? state.versions.get(name) : undefined);

export const FrameworkNotFound = defineRule('000-13', 'NOT_FOUND', () => 'No framework with this id.', { kind: 'not-found' });
export const FrameworkVersionNotFound = defineRule('000-13', 'NOT_FOUND', () => 'No version of this framework with this name.', { kind: 'not-found' });
export const FrameworkUnknown = defineRule('000-13', 'FRAMEWORK_UNKNOWN', (version: string) => `The library has no version ${version} of this framework.`);
export const FrameworkVersionImmutable = defineRule(
  '000-13',
  'FRAMEWORK_VERSION_IMMUTABLE',
  (version: string, done: 'published' | 'retired') => `Version ${version} was ${done} already and does not change any more: publish a new version.`,
);
export const RoleProfileInvalid = defineRule(
  '000-13',
  'ROLE_PROFILE_INVALID',
  (faults: number) => `This role profile asks for ${faults} ${faults === 1 ? 'thing' : 'things'} that the version does not have.`,
);
export const RoleProfileImmutable = defineRule(
  '000-13',
  'ROLE_PROFILE_IMMUTABLE',
  (role: string, version: string) =>
    `Version ${version} has a profile of the role ${role} already, which does not change any more: publish one that replaces it.`,
);

/** The id comes from the command, so a framework that is already there is this one: not news. */
export const importFramework =
  (data: DataOf<typeof FrameworkImported>): FrameworkDecision =>
  (state) =>
    state.status === 'absent' ? [FrameworkImported(data)] : [];

/** Assessments cite the version by name, so what a name stands for is settled for ever. */
export const publishVersion =
  (data: DataOf<typeof FrameworkVersionPublished>): FrameworkDecision =>
  (state) => {
    if (state.status === 'absent') throw FrameworkNotFound();
    if (state.versions.has(data.version)) throw FrameworkVersionImmutable(data.version, 'published');
    assertFaultless(VersionInvalid, [...faultsOf(data), ...faultsBetween(data, state)]);
    return versionEvents(data);
  };

/** What a version says of items of other versions of its framework. Items of other frameworks are not looked up: each is decided by itself. */
const faultsBetween = ({ frameworkId, version, associations = [] }: DataOf<typeof FrameworkVersionPublished>, state: Framework) =>
  associations.flatMap((association, index) =>
    (['from', 'to'] as const).flatMap((side) => {
      const end = association[side];
      if (!('frameworkId' in end) || end.frameworkId !== frameworkId || end.version === version) return [];
      if (versionOf(state, end.version)?.codes.has(end.code)) return [];
      return [fault('ITEM_UNKNOWN', `associations.${index}.${side}`, `no published version ${end.version} of this framework has an item ${end.code}`)];
    }),
  );

/** What a file says of the framework, and whether a version that is there says the same as the file. */
export interface FromFile extends Pick<DataOf<typeof FrameworkImported>, 'title' | 'creator'> {
  readonly sameAs: (existing: FrameworkVersion, library: { readonly title: string; readonly creator: string }) => boolean;
}

/** A file is imported again when somebody is not sure: what it says already stands there is not news. What differs needs a version of its own. */
export const importVersion =
  (data: DataOf<typeof FrameworkVersionPublished>, { title, creator, sameAs }: FromFile): FrameworkDecision =>
  (state) => {
    assertFaultless(FrameworkFileInvalid, faultsOf(data));
    if (state.status === 'absent') return [FrameworkImported({ frameworkId: data.frameworkId, title, creator }), ...versionEvents(data)];
    const existing = state.versions.get(data.version);
    if (existing && !sameAs(existing, state)) throw FrameworkVersionImmutable(data.version, 'published');
    return existing ? [] : versionEvents(data);
  };

/** What a person is measured against is settled for ever too: another profile of the role takes its place, and the old one stays to be cited. */
export const publishRoleProfile =
  (data: DataOf<typeof RoleProfilePublished>): FrameworkDecision =>
  (state) => {
    const version = versionOf(state, data.version);
    if (state.status === 'absent') throw FrameworkNotFound();
    if (!version) throw FrameworkVersionNotFound();
    if (version.profiles.has(data.profileId)) return []; // its id comes from the command
    assertFaultless(RoleProfileInvalid, profileFaults(data, version));
    const current = currentProfiles(version).find(({ role }) => role === data.role);
    if (current && current.profileId !== data.replaces) throw RoleProfileImmutable(data.role, data.version);
    return [RoleProfilePublished(data)];
  };

/** One for each role: the profiles that no other has replaced. */
export const currentProfiles = ({ profiles }: Pick<FrameworkVersion, 'profiles'>): readonly RoleProfile[] => {
  const replaced = new Set([...profiles.values()].map(({ replaces }) => replaces));
  return [...profiles.values()].filter(({ profileId }) => !replaced.has(profileId));
};

function profileFaults({ role, targets, replaces }: DataOf<typeof RoleProfilePublished>, version: FrameworkVersion) {
  const replaced = replaces === null ? undefined : version.profiles.get(replaces);
  return [
    ...(replaces === null || replaced?.role === role ? [] : [fault('PROFILE_UNKNOWN', 'replaces', `this version has no such profile of the role ${role}`)]),
    ...repeated(targets.map(({ code }, index) => [code, `targets.${index}.code`])),
    ...targets.flatMap(({ code, level }, index) => {
      if (!version.codes.has(code)) return [fault('ITEM_UNKNOWN', `targets.${index}.code`, `no item of this version has the code ${code}`)];
      const levels = levelsOf(version, code).map(({ value }) => value);
      if (levels.includes(level)) return [];
      const has = levels.length === 0 ? 'no scale' : `the levels ${levels.join(', ')}`;
      return [fault('LEVEL_UNKNOWN', `targets.${index}.level`, `${code} has ${has}, not ${level}`)];
    }),
  ];
}

/** Retiring only ends the time in which new assessments may use the version; those already made keep it. */
export const retireVersion =
  (data: DataOf<typeof FrameworkVersionRetired>): FrameworkDecision =>
  (state) => {
    const version = versionOf(state, data.version);
    if (state.status === 'absent') throw FrameworkNotFound();
    if (!version) throw FrameworkVersionNotFound();
    if (version.retiredOn !== null) throw FrameworkVersionImmutable(data.version, 'retired');
    if (data.replacedBy !== null && !versionOf(state, data.replacedBy)) throw FrameworkUnknown(data.replacedBy);
    return [FrameworkVersionRetired(data)];
  };
