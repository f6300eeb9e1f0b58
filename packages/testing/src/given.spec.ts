import {
  defineEvent,
  defineProcess,
  defineRule,
  defineStream,
  perform,
  personal,
  subject,
  unreachable,
  type Decide,
  type EventIn,
} from '@cairn/event-sourcing';
import { z } from 'zod';
import { specFor, specForProcess } from './given.js';

const Planted = defineEvent('Planted', 1, { bed: z.string(), gardener: subject() }, { summary: 'something was planted' });
const Noted = defineEvent('Noted', 1, { gardener: subject(), note: personal('session-notes', 'gardener', z.string()) }, { summary: 'a note was taken' });
type State = { beds: readonly string[]; lastNote?: unknown };
const garden = defineStream({
  category: 'garden',
  events: [Planted, Noted],
  initial: { beds: [] } as State,
  evolve: (state, event) => {
    switch (event.type) {
      case 'Planted':
        return { ...state, beds: [...state.beds, event.data.bed] };
      case 'Noted':
        return { ...state, lastNote: event.data.note };
      default:
        return unreachable(event, state);
    }
  },
});
type GardenDecision = Decide<State, EventIn<typeof garden>>;

const BedTaken = defineRule('000-1', 'BED_TAKEN', (bed: string, beds: number) => `bed ${bed} is taken; ${beds} of the beds are`);
const gardener = '9f8b1c1e-7f3f-4c7e-9f57-0f8f1c6a0001';
const plant =
  (bed: string, again = false): GardenDecision =>
  ({ beds }) => {
    if (!beds.includes(bed)) return [Planted({ bed, gardener })];
    if (again) return [];
    throw BedTaken(bed, beds.length);
  };

describe('a spec of a stream', () => {
  const { given } = specFor(garden);
  const planted = (bed: string) => Planted({ bed, gardener });

  it('passes when exactly the expected follows', () => {
    given().when(plant('a')).then(planted('a'));
    given(planted('a')).when(plant('a', true)).thenNothing();
    expect(given(planted('a'), planted('b')).when(plant('a')).thenRejects(BedTaken)).toBe('bed a is taken; 2 of the beds are');
  });

  it('fails when something else follows', () => {
    expect(() => given().when(plant('a')).then(planted('b'))).toThrow();
    expect(() => given().when(plant('a')).thenNothing()).toThrow();
    expect(() => given().when(plant('a')).thenRejects(BedTaken)).toThrow('expected BED_TAKEN');
    expect(() => given(planted('a')).when(plant('a')).then(planted('a'))).toThrow('bed a is taken');
    expect(() => given(planted('a')).when(plant('a')).thenRejects({ code: 'BED_FROZEN' })).toThrow();
  });

  it('fails when the decision depends on personal data', () => {
    const noted = Noted({ gardener, note: 'tired' });
    const nosy: GardenDecision = ({ lastNote }) => (String(lastNote) === 'tired' ? [] : [planted('b')]);
    expect(() => given(noted).when(nosy)).toThrow('personal data');
    given(noted).when(plant('a')).then(planted('a'));
  });
});

describe('a spec of a process', () => {
  const repeat = '9f8b1c1e-7f3f-4c7e-9f57-0f8f1c6a0002';
  const repeatWhenPlanted = defineProcess({
    name: 'repeat-when-planted',
    on: (when) => [when(Planted, (event) => [perform(garden, repeat, plant(event.data.bed, true))])],
  });
  const { given } = specForProcess(repeatWhenPlanted);
  const event = Planted({ bed: 'a', gardener });

  it('passes when exactly the expected is performed', () => {
    given(event).thenPerforms([{ stream: 'garden', id: repeat, events: [event] }]);
    given(event).thenPerforms([{ stream: 'garden', id: repeat, given: [event], events: [] }]);
    given(Noted({ gardener, note: 'tired' })).thenPerforms([]);
  });

  it('fails when something else is performed, or another thing each time', () => {
    expect(() => given(event).thenPerforms([])).toThrow();
    expect(() => given(event).thenPerforms([{ stream: 'garden', id: gardener, events: [event] }])).toThrow();
    let deliveries = 0;
    const counting = defineProcess({ name: 'count', on: (when) => [when(Planted, () => [perform(garden, repeat, plant(String(deliveries++)))])] });
    expect(() =>
      specForProcess(counting)
        .given(event)
        .thenPerforms([{ stream: 'garden', id: repeat, events: [Planted({ bed: '0', gardener })] }]),
    ).toThrow();
  });
});
