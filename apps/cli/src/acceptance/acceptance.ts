import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, startLocalPostgres } from '@cairn/local-postgres';
import { startStandalone } from '@cairn/standalone';
import { Api } from '../api.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios.js';

interface Outcome {
  readonly id: string;
  readonly title: string;
  readonly passed: boolean;
  /** What went another way. */
  readonly why?: string;
}

/** Plays every scenario against the six services on an empty database that lives as long as this takes. The exit code is 1 when one does not pass. */
export async function acceptance({ json }: { json?: boolean }): Promise<void> {
  const outcomes = await onEmptyStore((origin) => runScenarios(origin, scenarios));
  for (const { id, title, passed, why } of outcomes)
    process.stdout.write(`${passed ? 'passed' : 'FAILED'}  ${id}  ${title}${why === undefined ? '' : `\n        ${why}`}\n`);
  if (json) process.stdout.write(`${JSON.stringify({ scenarios: outcomes.map(({ id, title, passed }) => ({ id, title, passed })) })}\n`);
  if (outcomes.some(({ passed }) => !passed)) process.exitCode = 1;
}

async function onEmptyStore<R>(use: (origin: string) => Promise<R>): Promise<R> {
  const directory = mkdtempSync(join(tmpdir(), 'cairn-acceptance-'));
  const postgres = await startLocalPostgres(directory, { fsync: 'off' });
  try {
    const people = scenarios.flatMap((scenario) => scenario.people);
    const running = await startStandalone({ port: await freePort(), databaseUrl: postgres.url, dataDirectory: directory, people });
    try {
      return await use(running.origin);
    } finally {
      await running.close();
    }
  } finally {
    await postgres.stop();
    rmSync(directory, { recursive: true, force: true });
    rmSync(join(postgres.dataDirectory, '..'), { recursive: true, force: true });
  }
}

/** One after the other: each in a tenant of its own, with a view of its own on the API. */
async function runScenarios(origin: string, all: readonly Scenario[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { id, title, run } of all)
    try {
      await run(new Api(origin));
      outcomes.push({ id, title, passed: true });
    } catch (error) {
      outcomes.push({ id, title, passed: false, why: error instanceof Error ? error.message : String(error) });
    }
  return outcomes;
}
