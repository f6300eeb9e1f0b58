import { randomUUID } from 'node:crypto';
import { PersonRegistered } from '@cairn/contracts/directory';
import { serve, somebody, type Served } from '@cairn/testing/service';
import { directory } from '../directory.module.js';

const historian = somebody('admin', { permissions: ['record-retrospectively'] });
const seed = Number(process.env['CAIRN_SEED'] ?? 20_260_501);
const [headcount, depth, reorganisations, questions] = [2000, 6, 8, 1000];
const day = 86_400_000;
const [firstDay, lastDay] = [Date.parse('2025-01-01T00:00:00Z'), Date.parse('2026-06-01T00:00:00Z')];

let served: Served;
beforeAll(async () => {
  served = await serve(directory);
});
afterAll(() => served.close());

/** Mulberry32: the same numbers for the same seed. */
function numbers(state: number) {
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

interface Line {
  readonly personId: string;
  readonly managerId: string;
}

/** The check: reads the events as they are stored, from the last to the first, for each single step. It shares nothing with the service but them. */
type Told = Awaited<ReturnType<Served['recordedIn']>>;
function managerBy(events: Told, personId: string, at: string): string | null {
  let found: { readonly occurredAt: string; readonly managerId: string | null } | undefined;
  for (const { type, data, metadata } of events as readonly (Told[number] & { data: Partial<Line> })[]) {
    if (data.personId !== personId || metadata.occurredAt > at || (found && metadata.occurredAt < found.occurredAt)) continue;
    found = { occurredAt: metadata.occurredAt, managerId: type === 'ReportingLineSet' ? data.managerId! : null };
  }
  return found?.managerId ?? null;
}
function pathBy(events: Told, personId: string, managerId: string, at: string): string[] {
  const path: string[] = [];
  for (let above = managerBy(events, personId, at); above !== null; above = managerBy(events, above, at)) {
    path.push(above);
    if (above === managerId) return path;
  }
  return [];
}

it(`agrees with an independent check for 1,000 pairs and dates of 2,000 people (seed ${seed})`, async () => {
  const number = numbers(seed);
  const people = Array.from({ length: headcount }, () => randomUUID());
  // Who is registered is all that a line asks about them, so they need no stream each.
  const registered = people.map((personId) => PersonRegistered({ personId, settingId: null, name: 'Somebody' }));
  for (let from = 0; from < headcount; from += 1000) await served.record('person', randomUUID(), ...registered.slice(from, from + 1000));
  const { organisationId } = (await served.post(historian, '/organisations', { name: 'A large organisation' })).body as { organisationId: string };

  // Level by level: who stands on one reports to somebody of the one above, so no circle can close, whatever is drawn.
  const levelOf = (index: number) => (index === 0 ? 0 : 1 + ((index - 1) % (depth - 1)));
  const onLevel = Array.from({ length: depth }, (_, level) => people.filter((_person, index) => levelOf(index) === level));
  const line = (index: number): Line => {
    const above = onLevel[levelOf(index) - 1]!;
    return { personId: people[index]!, managerId: above[number(above.length)]! };
  };
  const set = async (lines: readonly Line[], at: number) => {
    for (let from = 0; from < lines.length; from += 1000) {
      const headers = { 'cairn-occurred-at': new Date(at).toISOString() };
      const answer = await served.post(historian, `/organisations/${organisationId}/reporting-lines`, { lines: lines.slice(from, from + 1000) }, headers);
      expect(answer).toMatchObject({ status: 201 });
    }
  };
  const someday = () => firstDay + number(Math.round((lastDay - firstDay) / day)) * day;
  await set(
    people.slice(1).map((_, index) => line(index + 1)),
    firstDay,
  );
  // Each on a day of its own, in whatever order they are recorded.
  for (let made = 0; made < reorganisations; made++) {
    const moving = new Set(Array.from({ length: 150 }, () => 1 + number(headcount - 1)));
    await set([...moving].map(line), someday());
  }

  const events = await served.recordedIn(`reporting-${organisationId}`);
  const asked = Array.from({ length: questions }, () => {
    const [personId, at] = [people[number(headcount)]!, new Date(someday() + number(day)).toISOString()];
    // About half of them ask for somebody who is above, the others for anybody.
    const above = number(2) === 0 ? climb(events, personId, at) : [];
    return { personId, managerId: above[number(above.length)] ?? people[number(headcount)]!, at };
  });
  let found = 0;
  await inTurns(asked, async ({ personId, managerId, at }) => {
    const { body } = await served.get(historian, `/organisations/${organisationId}/reporting-chain?managerId=${managerId}&personId=${personId}&at=${at}`);
    const path = pathBy(events, personId, managerId, at);
    if (path.length > 0) found++;
    expect({ at, onChain: body.onChain, levels: body.levels, path: body.path.map((step: { personId: string }) => step.personId) }).toEqual({
      ...{ at, onChain: path.length > 0, levels: path.length, path },
    });
  });
  expect(found).toBeGreaterThan(questions / 4);
  expect(found).toBeLessThan((questions * 3) / 4);
}, 180_000);

const climb = (events: Told, personId: string, at: string): string[] => {
  const above = managerBy(events, personId, at);
  return above === null ? [] : [above, ...climb(events, above, at)];
};

/** Eight at a time. */
async function inTurns<T>(all: readonly T[], step: (one: T) => Promise<unknown>): Promise<void> {
  const left = all.values();
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (const one of left) await step(one);
    }),
  );
}
