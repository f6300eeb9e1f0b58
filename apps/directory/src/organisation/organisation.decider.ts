import { OrganisationEstablished, SettingRegistered } from '@cairn/contracts/directory';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

export type Organisation = { readonly status: 'absent' } | { readonly status: 'established'; readonly settings: ReadonlySet<string> };

/** One organisation, with the settings that it runs. */
export const organisation = defineStream({
  category: 'organisation',
  events: [OrganisationEstablished, SettingRegistered],
  initial: { status: 'absent' } as Organisation,
  evolve: (state, event): Organisation => {
    switch (event.type) {
      case 'OrganisationEstablished':
        return { status: 'established', settings: new Set() };
      case 'SettingRegistered':
        return state.status === 'established' ? { ...state, settings: new Set(state.settings).add(event.data.settingId) } : state;
      default:
        return unreachable(event, state);
    }
  },
});
type Decision = Decide<Organisation, EventIn<typeof organisation>>;

export const OrganisationUnknown = defineRule('D-7', 'NOT_FOUND', () => 'No organisation with this id.', { kind: 'not-found' });

/** The id comes from the command, so an organisation that is already there is this one: not news. */
export const establish =
  (data: DataOf<typeof OrganisationEstablished>): Decision =>
  (state) =>
    state.status === 'absent' ? [OrganisationEstablished(data)] : [];

/** The settings hang on their organisation, so that a central team can be given all of them at once. */
export const registerSetting =
  (data: DataOf<typeof SettingRegistered>): Decision =>
  (state) => {
    if (state.status === 'absent') throw OrganisationUnknown();
    return state.settings.has(data.settingId) ? [] : [SettingRegistered(data)];
  };
