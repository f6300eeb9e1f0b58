import pg from 'pg';
import type { AnyRecorded } from '@cairn/event-sourcing';
import type { AllPage } from '@cairn/event-store';
import { on, type CheckpointKey } from './checkpoints.js';
import { versioned, type ReadModel, type Row } from './define-read-model.js';
import { folded, Poison, touchesOf, type Touch } from './fold.js';
import { before, pageOf, type Page } from './page.js';
import type { ParkedEvent } from './parked.js';
import type { ReadSide } from './read-side.js';
import { keyOfRowId, rowId, RowTable } from './row-table.js';

/** Where a read model, or one row of it, cannot go on. */
export interface Obstacle {
  readonly position: bigint;
  readonly code: string;
}

/** A read model that is being run. */
export class Member {
  readonly key: CheckpointKey;
  readonly table: RowTable;
  /** Rows whose next events are to be parked. */
  readonly condemned = new Map<string, Obstacle>();
  /** Where it has to stop. */
  obstacle: Obstacle | undefined;

  constructor(
    service: string,
    readonly model: ReadModel,
    /** It has come to the head, and queries may be answered from it. */
    public live: boolean,
  ) {
    this.key = keyOf(model);
    this.table = new RowTable(service, model);
  }
}

export const keyOf = ({ name, version }: Pick<ReadModel, 'name' | 'version'>): CheckpointKey => ({ kind: 'read-model', name, version });

/** What a page means for one member. */
interface Share {
  readonly member: Member;
  readonly touches: readonly Touch[];
  /** Where its checkpoint moves to: the end of the page, or the last event before its obstacle. */
  readonly to: bigint;
}

/** What the page means for the members. Throws {@link Poison} for an event that has no key. */
export const sharesOf = (members: readonly Member[], page: Page): Share[] =>
  members.map((member) => {
    const part = member.obstacle ? before(page, member.obstacle.position) : page;
    return { member, touches: touchesOf(member.model, part), to: part.position };
  });

/**
 * Folds a page into the tables of the members and moves their checkpoints from `from`, all in one transaction. Throws {@link Poison} and `Fenced`; then
 * nothing has happened. A member with an obstacle is folded up to it, and is stopped.
 */
export async function applyBatch({ database, checkpoints, parked }: ReadSide, shares: readonly Share[], from: bigint): Promise<void> {
  await database.transaction(async (client) => {
    const query = on(client);
    const held = await checkpoints.lockAt(
      query,
      shares.map(({ member }) => member.key),
      from,
    );
    for (const { member, touches } of shares) {
      if (touches.length === 0) continue;
      const parkedBefore = held.some(({ name, version, parked }) => parked > 0 && name === member.key.name && version === member.key.version);
      const waiting = parkedBefore ? await parked.among(query, member.key, [...new Set(touches.map(({ id }) => id))].map(keyOfRowId)) : [];
      const left = await foldInto(client, member, touches, new Set(waiting.map(rowId)));
      await parked.add(query, member.key, left);
    }
    const going = shares.filter(({ member }) => !member.obstacle);
    await checkpoints.move(
      query,
      going.map(({ member }) => member.key),
      from,
      going[0]?.to ?? from,
    );
    for (const { member, to } of shares) {
      if (!member.obstacle) continue;
      await checkpoints.move(query, [member.key], from, to);
      await checkpoints.mark(query, [member.key], 'stopped', member.obstacle);
    }
  });
}

/** Delivers a page to one read model, as a runner does that stands at `from`. Throws `Fenced` when the read model does not stand there. */
export const deliver = (side: ReadSide, model: ReadModel, from: bigint, page: AllPage): Promise<void> =>
  applyBatch(side, sharesOf([new Member(side.service, model, true)], pageOf(from, page)), from);

/** Gives the events that were not folded, because their key waits. */
async function foldInto(
  client: pg.ClientBase,
  { model, table, condemned }: Member,
  touches: readonly Touch[],
  waiting: ReadonlySet<string>,
): Promise<ParkedEvent[]> {
  try {
    const stored = await table.load(client, [...new Set(touches.map(({ id }) => id))]);
    const { rows, left } = foldTouches(
      model,
      touches,
      (id) => stored.get(id),
      (touch) => (waiting.has(touch.id) ? 'EARLIER_EVENT_PARKED' : verdict(condemned, touch)),
    );
    const changed = new Map([...rows].filter(([id, row]) => row !== stored.get(id)));
    await table.write(client, changed, stored);
    return left;
  } catch (error) {
    // PostgreSQL refuses what was folded: nobody can tell which event it was, so the model stops before all of them.
    if (error instanceof pg.DatabaseError && /^(22|23|42|54)/.test(error.code ?? '')) throw new Poison(model, touches[0]!.event.position, undefined, error);
    throw error;
  }
}

/** Folds touches in order. `parkedAs` gives the code under which an event is left out; a later event of the same key is left out too. */
export function foldTouches(
  model: ReadModel,
  touches: readonly Touch[],
  stored: (id: string) => Row | undefined,
  parkedAs: (touch: Touch) => string | undefined,
) {
  const rows = new Map<string, Row | undefined>();
  const left: ParkedEvent[] = [];
  for (const touch of touches) {
    const code = parkedAs(touch);
    if (code !== undefined) left.push(parkedEvent(touch.id, touch.event, code));
    else rows.set(touch.id, folded(model, rows.has(touch.id) ? rows.get(touch.id) : stored(touch.id), touch));
  }
  return { rows, left };
}

function verdict(condemned: ReadonlyMap<string, Obstacle>, { id, event }: Touch): string | undefined {
  const obstacle = condemned.get(id);
  if (!obstacle || event.position < obstacle.position) return undefined;
  return event.position === obstacle.position ? obstacle.code : 'EARLIER_EVENT_PARKED';
}

export const parkedEvent = (id: string, { position, stream, revision }: AnyRecorded, errorCode: string): ParkedEvent => ({
  ...keyOfRowId(id),
  position,
  stream,
  revision,
  errorCode,
});

/** A poison becomes an obstacle of the model, or a verdict over one of its rows. */
export function condemn(member: Member, { position, id, code }: Poison): void {
  const obstacle = { position, code };
  if (member.model.audit || id === undefined) member.obstacle = obstacle;
  else member.condemned.set(id, obstacle);
}

export const poisonFields = (service: string, { model, position, code }: Poison) => ({
  service,
  readModel: versioned(model),
  position: String(position),
  code,
});
