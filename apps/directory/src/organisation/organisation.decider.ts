import { OrganisationEstablished, RegionDissolved, RegionFormed, RegionRenamed, SettingRegistered } from '@cairn/contracts/directory';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

export interface Established {
  readonly status: 'established';
  readonly settings: ReadonlySet<string>;
  /** By id, the name; a region that was dissolved is not among them. */
  readonly regions: ReadonlyMap<string, string>;
}
export type Organisation = { readonly status: 'absent' } | Established;

/** One organisation: the regions that it has formed, and the settings that joined it. Where a setting went from there is told by its own stream. */
export const organisation = defineStream({
  category: 'organisation',
  events: [OrganisationEstablished, SettingRegistered, RegionFormed, RegionRenamed, RegionDissolved],
  initial: { status: 'absent' } as Organisation,
  evolve: (state, event): Organisation => {
    if (event.type === 'OrganisationEstablished') return { status: 'established', settings: new Set(), regions: new Map() };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'SettingRegistered':
        return { ...state, settings: new Set(state.settings).add(event.data.settingId) };
      case 'RegionFormed':
        return { ...state, regions: new Map(state.regions).set(event.data.regionId, event.data.name) };
      case 'RegionRenamed':
        return { ...state, regions: new Map(state.regions).set(event.data.regionId, event.data.to) };
      case 'RegionDissolved':
        return { ...state, regions: new Map([...state.regions].filter(([regionId]) => regionId !== event.data.regionId)) };
      default:
        return unreachable(event, state);
    }
  },
});
export type OrganisationDecision = Decide<Organisation, EventIn<typeof organisation>>;

export const OrganisationUnknown = defineRule('D-7', 'NOT_FOUND', () => 'No organisation with this id.', { kind: 'not-found' });
export const RegionNotFound = defineRule('D-7', 'NOT_FOUND', () => 'No region with this id.', { kind: 'not-found' });
export const RegionUnknown = defineRule('D-7', 'REGION_UNKNOWN', (regions: number) => `This is none of the ${regions} regions of the organisation.`);
export const RegionNameTaken = defineRule('D-7', 'REGION_NAME_TAKEN', (name: string) => `The organisation has a region ${name} already.`);
export const RegionNotEmpty = defineRule(
  'D-7',
  'REGION_NOT_EMPTY',
  (settings: number) => `${settings} ${settings === 1 ? 'setting belongs' : 'settings belong'} to this region: move them first.`,
);

export function existing(state: Organisation): Established {
  if (state.status === 'absent') throw OrganisationUnknown();
  return state;
}

/** Belonging to no region is belonging to the organisation directly. */
export function assertRegion({ regions }: Established, regionId: string | null): void {
  if (regionId !== null && !regions.has(regionId)) throw RegionUnknown(regions.size);
}

/** The id comes from the command, so an organisation that is already there is this one: not news. */
export const establish =
  (data: DataOf<typeof OrganisationEstablished>): OrganisationDecision =>
  (state) =>
    state.status === 'absent' ? [OrganisationEstablished(data)] : [];

/** The settings hang on their organisation, so that a central team can be given all of them at once. */
export const registerSetting = (data: DataOf<typeof SettingRegistered>): OrganisationDecision => registerSettings([data]);

/** Many settings at once: all of them, or none. */
export const registerSettings =
  (joining: readonly DataOf<typeof SettingRegistered>[]): OrganisationDecision =>
  (state) => {
    const found = existing(state);
    for (const { regionId } of joining) assertRegion(found, regionId ?? null);
    return joining.filter(({ settingId }) => !found.settings.has(settingId)).map((data) => SettingRegistered(data));
  };

export const formRegion =
  (data: DataOf<typeof RegionFormed>): OrganisationDecision =>
  (state) => {
    const { regions } = existing(state);
    if (regions.has(data.regionId)) return [];
    assertNameFree(regions, data.name);
    return [RegionFormed(data)];
  };

export const renameRegion =
  ({ organisationId, regionId, to }: Omit<DataOf<typeof RegionRenamed>, 'from'>): OrganisationDecision =>
  (state) => {
    const { regions } = existing(state);
    const from = regions.get(regionId);
    if (from === undefined) throw RegionNotFound();
    if (from === to) return [];
    assertNameFree(new Map([...regions].filter(([other]) => other !== regionId)), to);
    return [RegionRenamed({ organisationId, regionId, from, to })];
  };

/** @param settings how many belong to it, as far as is known: their own streams tell */
export const dissolveRegion =
  (data: DataOf<typeof RegionDissolved>, settings: number): OrganisationDecision =>
  (state) => {
    if (!existing(state).regions.has(data.regionId)) throw RegionNotFound();
    if (settings > 0) throw RegionNotEmpty(settings);
    return [RegionDissolved(data)];
  };

/** People, and files that they import, know a region by its name. */
function assertNameFree(regions: ReadonlyMap<string, string>, name: string): void {
  const taken = [...regions.values()].find((other) => other.toLowerCase() === name.toLowerCase());
  if (taken !== undefined) throw RegionNameTaken(taken);
}
