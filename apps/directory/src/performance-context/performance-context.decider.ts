import { PerformanceContextShared } from '@cairn/contracts/directory/internal';
import { defineStream, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { existing, type Person } from '../person/person.decider.js';

/** What a person has shared about how they are doing at work. Sealed throughout; no rule looks at it. Its id is the person's. */
export const performanceContext = defineStream({
  category: 'performancecontext',
  events: [PerformanceContextShared],
  initial: null,
  evolve: (state) => state,
});

/** Shared by the person themselves: nobody else has the right to write it. Who may read it is a matter of their consents. */
export const sharePerformanceContext =
  (data: DataOf<typeof PerformanceContextShared>, person: Person): Decide<null, EventIn<typeof performanceContext>> =>
  () => {
    existing(person);
    return [PerformanceContextShared(data)];
  };
