import { strict as assert } from 'node:assert';
import type { LoopbackPerson } from '@cairn/access/loopback-issuer';
import { v5 as uuidv5 } from 'uuid';
import type { Api, Problem } from '../api.js';

/** A story that the product must tell, played through HTTP in a tenant of its own. */
export interface Scenario {
  /** As in the list of acceptance scenarios: S01, S02, … */
  readonly id: string;
  readonly title: string;
  /** Everybody who acts in it or is acted upon. */
  readonly people: readonly LoopbackPerson[];
  /** Throws when the story goes another way. */
  run(api: Api): Promise<void>;
}

const namespace = '0d6c6f53-9a0b-4c5f-8f6b-5b7d6c0e1a2f';

/** Somebody of one scenario; their tenant is the scenario's. */
export const person = (scenario: string, name: string, ...roles: readonly string[]): LoopbackPerson => ({
  ref: `${scenario}-${name}`,
  person: uuidv5(`${scenario}/${name}`, namespace),
  tenant: scenario.toLowerCase(),
  roles,
  permissions: ['record-retrospectively'],
});

/** A rule said no, with its code and its sentence. */
export function assertRefused(problem: Problem, code: string, sentence: string): void {
  assert.deepEqual({ status: problem.status, code: problem.code, detail: problem.detail }, { status: 422, code, detail: sentence });
}
