import { ImportCompleted, ImportProgressed, ImportStarted } from '@cairn/contracts/directory/internal';
import { specFor } from '@cairn/testing';
import { completeImport, fileImport, ImportIdReused, ImportRejected, recordProgress, startImport } from './import.decider.js';

const importId = '10000000-0000-4000-8000-000000000001';
const data = { importId, organisationId: '20000000-0000-4000-8000-000000000001', kind: 'people', rows: 3, changes: 2 } as const;
const { given } = specFor(fileImport);
const started = ImportStarted(data);
const fault = { row: 2, column: 'name', code: 'NAME_MISSING', detail: 'row 2, column name: there is no name' };
const start = (changes: object = {}) => startImport({ ...data, faults: [], ...changes });

describe('an import', () => {
  it('starts, tells how far it has come, and is completed', () => {
    given().when(start()).then(started);
    given(started)
      .when(recordProgress({ importId, done: 1 }))
      .then(ImportProgressed({ importId, done: 1 }));
    given(started, ImportProgressed({ importId, done: 2 }))
      .when(recordProgress({ importId, done: 1 }))
      .thenNothing();
    given(started).when(completeImport({ importId })).then(ImportCompleted({ importId }));
    given(started, ImportCompleted({ importId })).when(completeImport({ importId })).thenNothing();
  });
  it('goes on when it is sent again, and is over once it is completed', () => {
    given(started).when(start()).thenNothing();
    given(started, ImportCompleted({ importId }))
      .when(start({ faults: [fault] }))
      .thenNothing();
  });
  it('of a file with a fault never starts', () => {
    expect(
      given()
        .when(start({ faults: [fault] }))
        .thenRejects(ImportRejected),
    ).toBe('1 of 3 rows cannot be taken over, so nothing was changed.');
  });
  it('has an id that stands for one file', () =>
    void given(started)
      .when(start({ rows: 4 }))
      .thenRejects(ImportIdReused));
});
