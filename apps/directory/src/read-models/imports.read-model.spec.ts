import { ImportCompleted, ImportProgressed, ImportStarted } from '@cairn/contracts/directory/internal';
import { happened, specForReadModel } from '@cairn/testing';
import { imports } from './imports.read-model.js';

const importId = '10000000-0000-4000-8000-000000000001';
const organisationId = '20000000-0000-4000-8000-000000000001';
const admin = 'a0000000-0000-4000-8000-000000000001';
const at = (recordedAt: string) => ({ recordedAt, actor: { person: admin, role: 'admin' } });
const started = happened(ImportStarted({ importId, organisationId, kind: 'people', rows: 800, changes: 600 }), at('2026-05-01T09:00:00.000Z'));
const spec = specForReadModel(imports);

describe('imports', () => {
  it('say how far they have come', () => {
    const row = { importId, organisationId, kind: 'people', rows: 800, changes: 600, startedBy: admin, startedAt: '2026-05-01T09:00:00.000Z' };
    const progressed = ImportProgressed({ importId, done: 250 });
    expect(spec.given(started, progressed).rows()).toEqual([{ ...row, status: 'started', done: 250, completedAt: null }]);
    const completed = happened(ImportCompleted({ importId }), at('2026-05-01T09:00:02.000Z'));
    expect(spec.given(started, progressed, completed).rows()).toEqual([{ ...row, status: 'completed', done: 600, completedAt: '2026-05-01T09:00:02.000Z' }]);
  });
  it('come to the same in PostgreSQL', () => spec.given(started).throughPostgres());
});
