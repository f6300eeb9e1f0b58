import { ImportCompleted, ImportProgressed, ImportStarted } from '@cairn/contracts/directory/internal';
import { defineRule, DomainError, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import type { Fault } from './fault.js';

export type ImportState =
  | { readonly status: 'absent' }
  | { readonly status: 'started' | 'completed'; readonly organisationId: string; readonly kind: string; readonly rows: number; readonly done: number };

/** One file that is taken over. What it holds is in the events of the people and settings that it is about; here stands that it was taken over, and how far. */
export const fileImport = defineStream({
  category: 'import',
  events: [ImportStarted, ImportProgressed, ImportCompleted],
  initial: { status: 'absent' } as ImportState,
  evolve: (state, event): ImportState => {
    if (event.type === 'ImportStarted') return { status: 'started', ...startOf(event.data), done: 0 };
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'ImportProgressed':
        return { ...state, done: event.data.done };
      case 'ImportCompleted':
        return { ...state, status: 'completed' };
      default:
        return unreachable(event, state);
    }
  },
});
export type ImportDecision = Decide<ImportState, EventIn<typeof fileImport>>;

const startOf = ({ organisationId, kind, rows }: Pick<DataOf<typeof ImportStarted>, 'organisationId' | 'kind' | 'rows'>) => ({ organisationId, kind, rows });

export const ImportIdReused = defineRule(
  'D-7',
  'IMPORT_ID_REUSED',
  (rows: number, sent: number) => `Under this id a file of ${rows} rows was taken over, and this one has ${sent}: give the new file an id of its own.`,
);

/** How many faults one refusal names; the sentence always counts all. */
const named = 200;
export const ImportRejected = defineRule(
  'D-7',
  'IMPORT_REJECTED',
  (faulty: number, rows: number) => `${faulty} of ${rows} rows cannot be taken over, so nothing was changed.`,
);
/** The refusal of a whole file, with the place of each fault. */
function rejection(faults: readonly Fault[], rows: number): DomainError {
  const { code, kind, message } = ImportRejected(new Set(faults.map(({ row }) => row)).size, rows);
  return new DomainError(
    code,
    kind,
    message,
    faults.slice(0, named).map(({ row, column, code, detail }) => ({ code, detail, path: column === null ? `row ${row}` : `row ${row}.${column}` })),
  );
}

/** A file with one fault is refused whole. The same import sent again goes on where it had come to; an id that was used for another file is refused. */
export const startImport =
  ({ faults, ...data }: DataOf<typeof ImportStarted> & { faults: readonly Fault[] }): ImportDecision =>
  (state) => {
    if (state.status !== 'absent' && (state.kind !== data.kind || state.organisationId !== data.organisationId || state.rows !== data.rows))
      throw ImportIdReused(state.rows, data.rows);
    if (state.status === 'completed') return [];
    if (faults.length > 0) throw rejection(faults, data.rows);
    return state.status === 'absent' ? [ImportStarted(data)] : [];
  };

export const recordProgress =
  (data: DataOf<typeof ImportProgressed>): ImportDecision =>
  (state) =>
    state.status === 'started' && data.done > state.done ? [ImportProgressed(data)] : [];

export const completeImport =
  (data: DataOf<typeof ImportCompleted>): ImportDecision =>
  (state) =>
    state.status === 'started' ? [ImportCompleted(data)] : [];
