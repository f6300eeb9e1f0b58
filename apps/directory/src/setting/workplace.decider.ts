import { SettingHasClosed, SettingUnknown } from './setting.decider.js';

/** What is known of the setting that a command names: none is named for work that is central. */
export type Workplace = { readonly status: 'central' | 'open' | 'unknown' } | { readonly status: 'closed'; readonly closedOn: string };

/** People work, and hold roles, at settings that are there. */
export function assertOpen(workplace: Workplace): void {
  if (workplace.status === 'unknown') throw SettingUnknown();
  if (workplace.status === 'closed') throw SettingHasClosed(workplace.closedOn);
}
