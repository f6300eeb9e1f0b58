import { ConflictFound, ConflictGone, EngagementWatched, WatchedLineChanged } from '@cairn/contracts/planning/internal';
import { specFor } from '@cairn/testing';
import { organisationId, person } from '../fixtures/ipswich.js';
import { director, engagementId, manager, practitioner, supporter } from '../fixtures/pair.js';
import { conflictWatch, followLine, watchEngagement } from './conflict-watch.decider.js';

const { given } = specFor(conflictWatch);
const at = (day: string) => `2026-${day}T08:00:00.000Z`;
const line = (personId: string, managerId: string | null, day = '05-01') => WatchedLineChanged({ organisationId, personId, managerId, since: at(day) });
const follow = (personId: string, managerId: string | null, day = '05-01') => followLine({ organisationId, personId, managerId, since: at(day) });
const two = { practitionerId: practitioner, supporterId: supporter };
const watched = EngagementWatched({ organisationId, engagementId, pairs: [two] });
const unwatched = EngagementWatched({ organisationId, engagementId, pairs: [] });
const found = (...path: string[]) => ConflictFound({ organisationId, engagementId, ...two, path });
const gone = ConflictGone({ organisationId, engagementId, ...two });

describe('the watch for conflicts', () => {
  it('finds a supporter who came to stand above, at any depth, and by which way', () => {
    given(watched).when(follow(practitioner, supporter)).then(line(practitioner, supporter), found(supporter));
    given(watched, line(practitioner, manager)).when(follow(manager, supporter)).then(line(manager, supporter), found(manager, supporter));
  });
  it('finds nothing in lines that lead elsewhere', () => given(watched).when(follow(practitioner, director)).then(line(practitioner, director)));
  it('finds one that is there when the engagement is proposed', () =>
    given(line(practitioner, supporter))
      .when(watchEngagement({ organisationId, engagementId, pairs: [two] }))
      .then(watched, found(supporter)));
  it('says when it is over: the line was set anew, or ended, or the engagement did', () => {
    const conflict = [watched, line(practitioner, supporter)];
    given(...conflict)
      .when(follow(practitioner, director, '06-01'))
      .then(line(practitioner, director, '06-01'), gone);
    given(...conflict)
      .when(follow(practitioner, null, '06-01'))
      .then(line(practitioner, null, '06-01'), gone);
    given(...conflict)
      .when(watchEngagement({ organisationId, engagementId, pairs: [] }))
      .then(unwatched, gone);
  });
  it('tells one way from another', () =>
    given(watched, line(practitioner, supporter), line(manager, supporter))
      .when(follow(practitioner, manager, '06-01'))
      .then(line(practitioner, manager, '06-01'), gone, found(manager, supporter)));
  it('lets a line of an earlier time change nothing now', () => {
    given(watched, line(practitioner, director, '06-01'))
      .when(follow(practitioner, supporter, '05-01'))
      .thenNothing();
  });
  it('looks at every two of a co-coaching, both ways', () => {
    const pairs = [two, { practitionerId: supporter, supporterId: practitioner }, { practitionerId: supporter, supporterId: person(5) }];
    const together = EngagementWatched({ organisationId, engagementId, pairs });
    given(together)
      .when(follow(supporter, person(5)))
      .then(line(supporter, person(5)), ConflictFound({ organisationId, engagementId, practitionerId: supporter, supporterId: person(5), path: [person(5)] }));
  });
  it('sees what it has seen, in thousands of lines, at once', () => {
    const lines = Array.from({ length: 5000 }, (_, index) => line(person(1000 + index), person(1001 + index)));
    given(watched, ...lines)
      .when(follow(practitioner, person(1000)))
      .then(line(practitioner, person(1000)));
  });
});
