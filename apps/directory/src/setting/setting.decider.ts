import { SettingClosed, SettingMoved, SettingRenamed, standingAt, withChange, type Change } from '@cairn/contracts/directory';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { assertRegion, existing, type Organisation } from '../organisation/organisation.decider.js';

type Place = DataOf<typeof SettingMoved>['to'];
/** How a setting joined: told by the stream of the organisation that it joined. */
export interface Registration extends Change {
  readonly settingId: string;
  readonly name: string;
  readonly place: Place;
}

interface State {
  readonly places: readonly (Change & { readonly place: Place })[];
  readonly names: readonly (Change & { readonly name: string })[];
  readonly closed: Change | null;
}

/** What became of a setting after it had joined. Its own stream, because it may move from one organisation to another. */
export const setting = defineStream({
  category: 'setting',
  events: [SettingMoved, SettingRenamed, SettingClosed],
  initial: { places: [], names: [], closed: null } as State,
  evolve: (state, event, at): State => {
    switch (event.type) {
      case 'SettingMoved':
        return { ...state, places: withChange(state.places, { at, place: event.data.to }) };
      case 'SettingRenamed':
        return { ...state, names: withChange(state.names, { at, name: event.data.to }) };
      case 'SettingClosed':
        return { ...state, closed: { at } };
      default:
        return unreachable(event, state);
    }
  },
});
export type SettingDecision = Decide<State, EventIn<typeof setting>>;

export const SettingUnknown = defineRule('D-7', 'SETTING_UNKNOWN', () => 'No organisation here has registered this setting.');
export const SettingHasClosed = defineRule('D-7', 'SETTING_CLOSED', (closedOn: string) => `This setting closed on ${closedOn}.`);
export const SettingNotYetThere = defineRule('D-7', 'SETTING_NOT_YET_THERE', (joinedOn: string) => `This setting joined on ${joinedOn}, later than that.`);

/** What stands at the instant, if anything can happen to the setting then. */
function openAt({ places, names, closed }: State, registered: Registration, at: string) {
  if (at < registered.at) throw SettingNotYetThere(registered.at.slice(0, 10));
  if (closed && closed.at <= at) throw SettingHasClosed(closed.at.slice(0, 10));
  const { place } = standingAt(places, at) ?? registered;
  const { name } = standingAt(names, at) ?? registered;
  return { place, name };
}

interface At {
  readonly at: string;
}

/** @param organisation where it is to belong */
export const moveSetting =
  ({ to, reason, at }: Pick<DataOf<typeof SettingMoved>, 'to' | 'reason'> & At, registered: Registration, organisation: Organisation): SettingDecision =>
  (state) => {
    assertRegion(existing(organisation), to.regionId);
    const { place: from } = openAt(state, registered, at);
    if (from.organisationId === to.organisationId && from.regionId === to.regionId) return []; // it is there: not news
    return [SettingMoved({ settingId: registered.settingId, from, to, reason })];
  };

export const renameSetting =
  ({ to, at }: Pick<DataOf<typeof SettingRenamed>, 'to'> & At, registered: Registration): SettingDecision =>
  (state) => {
    const { place, name: from } = openAt(state, registered, at);
    return from === to ? [] : [SettingRenamed({ organisationId: place.organisationId, settingId: registered.settingId, from, to })];
  };

export const closeSetting =
  ({ reason, at }: Pick<DataOf<typeof SettingClosed>, 'reason'> & At, registered: Registration): SettingDecision =>
  (state) => {
    const { place } = openAt(state, registered, at);
    return [SettingClosed({ organisationId: place.organisationId, settingId: registered.settingId, reason })];
  };
