import { FrameworkVersionPublished, FrameworkVersionRetired } from '@cairn/contracts/assessment';
import { FrameworkImported } from '@cairn/contracts/assessment/internal';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

/** What a rating against a published version needs to know of it. Dates are calendar days. */
export interface FrameworkVersion {
  readonly inForceFrom: string;
  /** Its last day; null while none is set. */
  readonly inForceUntil: string | null;
  /** The first day on which it is out of force, when somebody has retired it. */
  readonly retiredOn: string | null;
  readonly codes: ReadonlySet<string>;
}
export type Framework = { readonly status: 'absent' } | { readonly status: 'imported'; readonly versions: ReadonlyMap<string, FrameworkVersion> };

/** One competency framework of the library, with all its versions. A published version never changes; what changes is which one is in force. */
export const framework = defineStream({
  category: 'framework',
  events: [FrameworkImported, FrameworkVersionPublished, FrameworkVersionRetired],
  initial: { status: 'absent' } as Framework,
  evolve: (state, event): Framework => {
    switch (event.type) {
      case 'FrameworkImported':
        return { status: 'imported', versions: new Map() };
      case 'FrameworkVersionPublished': {
        const { inForceFrom, inForceUntil, items } = event.data;
        return withVersion(state, event.data.version, { inForceFrom, inForceUntil, retiredOn: null, codes: new Set(items.map(({ code }) => code)) });
      }
      case 'FrameworkVersionRetired': {
        const retired = versionOf(state, event.data.version);
        return retired ? withVersion(state, event.data.version, { ...retired, retiredOn: event.data.retiredOn }) : state;
      }
      default:
        return unreachable(event, state);
    }
  },
});
export type FrameworkDecision = Decide<Framework, EventIn<typeof framework>>;

const withVersion = (state: Framework, name: string, version: FrameworkVersion): Framework =>
  state.status === 'imported' ? { ...state, versions: new Map(state.versions).set(name, version) } : state;

export const versionOf = (state: Framework, name: string): FrameworkVersion | undefined => (state.status === 'imported' ? state.versions.get(name) : undefined);

export const isInForce = ({ inForceFrom, inForceUntil, retiredOn }: FrameworkVersion, day: string): boolean =>
  inForceFrom <= day && (inForceUntil === null || day <= inForceUntil) && (retiredOn === null || day < retiredOn);

export const FrameworkNotFound = defineRule('000-13', 'NOT_FOUND', () => 'No framework with this id.', { kind: 'not-found' });
export const FrameworkVersionNotFound = defineRule('000-13', 'NOT_FOUND', () => 'No version of this framework with this name.', { kind: 'not-found' });
export const FrameworkUnknown = defineRule('000-13', 'FRAMEWORK_UNKNOWN', (version: string) => `The library has no version ${version} of this framework.`);
export const FrameworkVersionImmutable = defineRule(
  '000-13',
  'FRAMEWORK_VERSION_IMMUTABLE',
  (version: string, done: 'published' | 'retired') => `Version ${version} was ${done} already and does not change any more: publish a new version.`,
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
    return [FrameworkVersionPublished(data)];
  };

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
