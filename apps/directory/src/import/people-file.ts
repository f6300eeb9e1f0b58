import { careerStages, roles } from '@cairn/contracts/directory';
import type { TableRow } from '@cairn/tables';
import { circles } from './circles.js';
import type { Fault } from './fault.js';
import { rowsOf } from './table.js';

type Role = (typeof roles)[number];
type CareerStage = (typeof careerStages)[number];

export const peopleColumns = ['personId', 'ref', 'name', 'setting', 'roles', 'careerStage', 'manager', 'new'] as const;
type Row = TableRow<(typeof peopleColumns)[number]>;

/** What directory knows when a file is checked. Names are open here: the check runs inside one command, and nothing of it is kept. */
export interface Known {
  readonly settings: readonly { readonly settingId: string; readonly name: string }[];
  readonly people: ReadonlyMap<string, KnownPerson>;
  /** Person → manager, in the organisation of the file. */
  readonly managers: ReadonlyMap<string, string>;
}
export interface KnownPerson {
  readonly name: string;
  readonly settingId: string | null;
  readonly present: boolean;
  readonly roles: readonly { readonly role: string; readonly settingId: string | null }[];
  readonly careerStage: string | null;
}

/** What one row changes. What is absent stays as it is. */
export interface PersonChange {
  readonly personId: string;
  readonly register?: { readonly name: string; readonly settingId: string | null };
  readonly rename?: { readonly from: string; readonly to: string };
  readonly moveTo?: { readonly settingId: string | null };
  readonly assign: readonly { readonly role: Role; readonly settingId: string | null }[];
  readonly careerStage?: CareerStage;
}
export interface LineChange {
  readonly personId: string;
  readonly managerId: string;
}

/** What a file would do. With faults it does nothing. */
export interface Checked {
  readonly rows: number;
  readonly faults: readonly Fault[];
  readonly people: readonly PersonChange[];
  readonly lines: readonly LineChange[];
}

/**
 * Checks a file of people against what is known, as a whole: a row may name a manager who stands further down.
 * @param newId the id of the person in this row, when it registers one; the same whenever the same import is sent again
 */
export function checkPeople(csv: string, known: Known, newId: (row: number) => string): Checked {
  const { rows, faults: tableFaults } = rowsOf(csv, peopleColumns, ['name']);
  if (tableFaults.length > 0) return { rows: rows.length, faults: tableFaults, people: [], lines: [] };
  const idOf = new Map(rows.map((row) => [row, row.cells.personId.toLowerCase() || newId(row.row)]));
  const byRef = new Map(rows.filter(({ cells }) => cells.ref !== '').map((row) => [row.cells.ref, idOf.get(row)!]));
  const check = new RowCheck(known, namesakes(known));
  const people = rows.map((row) => check.change(row, idOf.get(row)!));
  const lines = rows.flatMap((row) => check.line(row, idOf, byRef));
  const faults = [...repeated(rows, idOf), ...check.faults, ...circles(lines, known.managers, 'manager')].sort((a, b) => a.row - b.row);
  return {
    rows: rows.length,
    faults,
    people: people.filter((change) => change !== undefined).filter(changesSomething),
    lines: lines.filter(({ personId, managerId }) => known.managers.get(personId) !== managerId).map(({ personId, managerId }) => ({ personId, managerId })),
  };
}

const changesSomething = ({ register, rename, moveTo, assign, careerStage }: PersonChange): boolean =>
  Boolean(register ?? rename ?? moveTo ?? careerStage) || assign.length > 0;

const sameName = (name: string) => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
const at = (settingId: string | null, name: string) => `${settingId ?? ''} ${sameName(name)}`;
/** Who works where under which name: a row that says the same is probably the same person. */
const namesakes = ({ people }: Known) => new Set([...people.values()].filter(({ present }) => present).map(({ settingId, name }) => at(settingId, name)));

/** Checks one row after another, and keeps what is wrong. */
class RowCheck {
  readonly faults: Fault[] = [];
  constructor(
    private readonly known: Known,
    private readonly taken: ReadonlySet<string>,
  ) {}

  change(row: Row, personId: string): PersonChange | undefined {
    const before = this.faults.length;
    const { name } = row.cells;
    const settingId = this.setting(row);
    const held = this.roles(row);
    const careerStage = this.careerStage(row);
    const person = this.known.people.get(personId);
    this.name(row);
    this.identity(row, person, at(settingId ?? null, name));
    if (this.faults.length > before || settingId === undefined) return undefined;
    const assign = held.map((role) => ({ role, settingId })).filter((post) => !holds(person, post));
    const isNews = careerStage !== undefined && careerStage !== person?.careerStage;
    return { personId, ...differences(person, name, settingId, row.cells.setting !== ''), assign, ...(isNews && { careerStage }) };
  }

  private name(row: Row): void {
    const { name } = row.cells;
    if (name === '') this.fault(row, 'name', 'NAME_MISSING', 'there is no name');
    if (name.length > 200) this.fault(row, 'name', 'NAME_TOO_LONG', `a name has at most 200 characters, and this one has ${name.length}`);
  }

  private careerStage(row: Row): CareerStage | undefined {
    const stage = careerStages.find((known) => known === row.cells.careerStage);
    if (row.cells.careerStage !== '' && !stage)
      this.fault(row, 'careerStage', 'CAREER_STAGE_UNKNOWN', `a career stage is one of ${careerStages.length}: ${careerStages.join(', ')}`);
    return stage;
  }

  private identity(row: Row, person: KnownPerson | undefined, nameAndPlace: string): void {
    if (person) return;
    if (row.cells.personId !== '') this.fault(row, 'personId', 'PERSON_UNKNOWN', 'nobody is registered under this id');
    else if (row.cells.new.toLowerCase() !== 'yes' && this.taken.has(nameAndPlace))
      this.fault(row, 'name', 'PERSON_PROBABLY_REGISTERED', 'somebody of this name works there already: give their personId, or say yes in the column new');
  }

  /** Null: centrally. Undefined: it cannot be told. */
  private setting(row: Row): string | null | undefined {
    const { setting } = row.cells;
    if (setting === '') return null;
    const found = this.known.settings.filter(({ settingId, name }) => settingId === setting.toLowerCase() || sameName(name) === sameName(setting));
    if (found.length === 0) this.fault(row, 'setting', 'SETTING_UNKNOWN', 'no setting of this organisation has this name or id');
    if (found.length > 1) this.fault(row, 'setting', 'SETTING_AMBIGUOUS', `${found.length} settings of this organisation have this name: give the id`);
    return found.length === 1 ? found[0]!.settingId : undefined;
  }

  private roles(row: Row): Role[] {
    const named = row.cells.roles
      .split(/[;|]/)
      .map((role) => role.trim().toLowerCase().replaceAll(' ', '-'))
      .filter(Boolean);
    const found = named.map((name) => roles.find((role) => role === name));
    const unknown = found.filter((role) => role === undefined).length;
    if (unknown > 0) this.fault(row, 'roles', 'ROLE_UNKNOWN', `${unknown} of ${named.length} roles are none of the ${roles.length} that there are`);
    return found.filter((role) => role !== undefined);
  }

  line(row: Row, idOf: ReadonlyMap<Row, string>, byRef: ReadonlyMap<string, string>): (LineChange & { readonly row: number })[] {
    const { manager } = row.cells;
    if (manager === '') return [];
    const named = manager.toLowerCase();
    const managerId = byRef.get(manager) ?? (this.known.people.has(named) ? named : undefined);
    if (managerId === undefined)
      this.fault(row, 'manager', 'MANAGER_UNKNOWN', 'the manager is neither the ref of a row of this file nor the id of a registered person');
    return managerId === undefined ? [] : [{ row: row.row, personId: idOf.get(row)!, managerId }];
  }

  private fault({ row }: Row, column: string, code: string, sentence: string): void {
    this.faults.push({ row, column, code, detail: `row ${row}, column ${column}: ${sentence}` });
  }
}

const holds = (person: KnownPerson | undefined, { role, settingId }: { readonly role: string; readonly settingId: string | null }): boolean =>
  person?.roles.some((post) => post.role === role && post.settingId === settingId) ?? false;

function differences(person: KnownPerson | undefined, name: string, settingId: string | null, placed: boolean): Partial<PersonChange> {
  if (!person) return { register: { name, settingId } };
  return {
    ...(name !== person.name && { rename: { from: person.name, to: name } }),
    ...(placed && settingId !== person.settingId && { moveTo: { settingId } }),
  };
}

/** Two rows for one person, or two people under one ref. */
function repeated(rows: readonly Row[], idOf: ReadonlyMap<Row, string>): Fault[] {
  const again = (column: 'personId' | 'ref', value: (row: Row) => string) => {
    const first = new Map<string, number>();
    return rows.flatMap((row) => {
      const key = value(row);
      const earlier = first.get(key);
      if (key === '') return [];
      if (earlier === undefined) first.set(key, row.row);
      return earlier === undefined
        ? []
        : [
            {
              row: row.row,
              column,
              code: column === 'ref' ? 'REF_REPEATED' : 'PERSON_REPEATED',
              detail: `row ${row.row}, column ${column}: row ${earlier} has the same`,
            },
          ];
    });
  };
  return [...again('ref', ({ cells }) => cells.ref), ...again('personId', (row) => (row.cells.personId === '' ? '' : idOf.get(row)!))];
}
