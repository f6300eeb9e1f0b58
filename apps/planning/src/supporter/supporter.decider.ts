import { SupporterProfilePublished } from '@cairn/contracts/planning';
import { defineStream, type DataOf, type Decide, type EventIn, type EventOf } from '@cairn/event-sourcing';
import { requireInPerson } from '../in-person.decider.js';

type Profile = EventOf<typeof SupporterProfilePublished>['data'];

/** What one supporter offers, in every version of it. Its id is the person's. */
export const supporter = defineStream({
  category: 'supporter',
  events: [SupporterProfilePublished],
  initial: null as Profile | null,
  evolve: (_, { data }): Profile | null => data,
});
type Decision = Decide<Profile | null, EventIn<typeof supporter>>;

/** By the supporter, or by who leads the programme. A profile that says the same is not news. */
export const publishProfile =
  ({ actor, role, ...profile }: DataOf<typeof SupporterProfilePublished> & { actor: string; role: string }): Decision =>
  (state) => {
    if (role !== 'programme-lead') requireInPerson(actor, profile.supporterId);
    return state && said(profile) === said(state) ? [] : [SupporterProfilePublished(profile)];
  };

const said = ({ settingId, approaches, expertise, capacity, prefers }: Profile): string =>
  JSON.stringify([settingId, approaches, expertise, capacity, prefers.areas, prefers.settingIds]);
