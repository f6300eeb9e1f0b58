import { AccountRecorded } from '@cairn/contracts/directory/internal';
import type { DataOf } from '@cairn/event-sourcing';
import { existing, type PersonDecision } from './person.decider.js';

/** What the identity provider says takes the place of what it said before; both stay on record. */
export const recordAccount =
  (data: DataOf<typeof AccountRecorded>): PersonDecision =>
  (state) => {
    existing(state);
    return [AccountRecorded(data)];
  };
