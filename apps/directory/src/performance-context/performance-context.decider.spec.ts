import { PersonRegistered } from '@cairn/contracts/directory';
import { PerformanceContextShared } from '@cairn/contracts/directory/internal';
import { specFor, stateAfter } from '@cairn/testing';
import { person, PersonUnknown } from '../person/person.decider.js';
import { performanceContext, sharePerformanceContext } from './performance-context.decider.js';

const personId = 'a0000000-0000-4000-8000-000000000001';
const { given } = specFor(performanceContext);
const ana = stateAfter(person, [PersonRegistered({ personId, settingId: null, name: 'Ana Okafor' })]);
const shared = { personId, contextId: '50000000-0000-4000-8000-000000000001', context: 'back after a long absence' };

describe('the context of performance', () => {
  it('is shared by a person', () => {
    given().when(sharePerformanceContext(shared, ana)).then(PerformanceContextShared(shared));
    given().when(sharePerformanceContext(shared, person.initial)).thenRejects(PersonUnknown);
  });
});
