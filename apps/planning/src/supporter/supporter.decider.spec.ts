import { specFor } from '@cairn/testing';
import { lead, profile, published, supporter as person } from '../fixtures/pair.js';
import { ActsForAnother } from '../in-person.decider.js';
import { publishProfile, supporter } from './supporter.decider.js';

const { given } = specFor(supporter);
const publish = (changes: object = {}, actor: string = person, role = 'supporter') => publishProfile({ ...profile, actor, role, ...changes });

describe('a supporter’s profile', () => {
  it('is published by the supporter, or by who leads the programme', () => {
    given().when(publish()).then(published());
    given()
      .when(publish({}, lead, 'programme-lead'))
      .then(published());
    given().when(publish({}, lead)).thenRejects(ActsForAnother);
  });
  it('is published anew when it says something else', () => {
    given(published())
      .when(publish({ capacity: 3 }))
      .then(published({ capacity: 3 }));
    given(published()).when(publish()).thenNothing();
  });
});
