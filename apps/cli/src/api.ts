import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const Problem = z.object({ status: z.int(), code: z.string(), detail: z.string() });
export type Problem = z.output<typeof Problem>;

/** A request that was refused, with the code and the sentence of its problem document. */
export class Refused extends Error {
  override readonly name = 'Refused';
  constructor(
    readonly request: string,
    readonly problem: Problem,
  ) {
    super(`${request}: ${problem.status} ${problem.code}: ${problem.detail}`);
  }
}

export interface Command {
  /** Makes the request safe to repeat: sent again with the same key, it is answered again and not done again. By default one that only this request has. */
  readonly key?: string;
  /** When it was true, where that was earlier than now. */
  readonly occurredAt?: string;
}

interface Request extends Command {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
}

/** Milliseconds for which a request is sent again while the services do not answer or have not caught up. */
const patience = 60_000;

/** The HTTP API as one run of this program uses it. It remembers how far the record is known to have come, and which refusals were received. */
export class Api {
  /** Codes of the problem documents received in this run, with how often. */
  readonly refusals = new Map<string, number>();
  private readonly tokens = new Map<string, Promise<string>>();
  private seen = -1n;
  private known = -1n;

  /** @param signal ends every request that is under way, and every later one */
  constructor(
    private readonly origin: string,
    private readonly signal?: AbortSignal,
  ) {}

  /** From here on every request waits until the services have seen everything that was answered so far. */
  settle(): void {
    this.known = this.seen;
  }

  /** Acts as one person, with a token of the loopback issuer. */
  as({ ref }: { readonly ref: string }) {
    return {
      get: <S extends z.ZodType>(path: string, answer: S) => this.asked(ref, { method: 'GET', path }, answer),
      post: <S extends z.ZodType>(path: string, body: object, answer: S, command: Command = {}) =>
        this.asked(ref, { method: 'POST', path, body, ...command }, answer),
      /** Sends what must be refused, and returns the refusal. */
      refused: async (path: string, body: object, command: Command = {}): Promise<Problem> => {
        const response = await this.sent(ref, { method: 'POST', path, body, ...command });
        if (response.ok) throw new Error(`POST ${path} should have been refused, and was answered with ${response.status}`);
        return this.problemOf(response);
      },
    };
  }

  private async asked<S extends z.ZodType>(ref: string, request: Request, answer: S): Promise<z.output<S>> {
    const response = await this.sent(ref, request);
    if (!response.ok) throw new Refused(`${request.method} ${request.path} as ${ref}`, await this.problemOf(response));
    const position = response.headers.get('cairn-position');
    if (request.method === 'POST' && position !== null && BigInt(position) > this.seen) this.seen = BigInt(position);
    return answer.parse(await response.json());
  }

  private async problemOf(response: Response): Promise<Problem> {
    const problem = Problem.parse(await response.json());
    this.refusals.set(problem.code, (this.refusals.get(problem.code) ?? 0) + 1);
    return problem;
  }

  private async sent(ref: string, request: Request): Promise<Response> {
    const headers = await this.headersOf(ref, request);
    return this.untilAnswered(request.path, { method: request.method, headers, ...(request.body && { body: JSON.stringify(request.body) }) });
  }

  private async headersOf(ref: string, { method, body, key = randomUUID(), occurredAt }: Request): Promise<Record<string, string>> {
    return {
      authorization: `Bearer ${await this.tokenOf(ref)}`,
      ...(body && { 'content-type': 'application/json' }),
      ...(method === 'POST' && { 'idempotency-key': key }),
      ...(occurredAt !== undefined && { 'cairn-occurred-at': occurredAt }),
      ...(this.known >= 0n && { 'cairn-position': String(this.known) }),
    };
  }

  private tokenOf(ref: string): Promise<string> {
    const asked = this.tokens.get(ref) ?? this.askToken(ref);
    this.tokens.set(ref, asked);
    return asked;
  }

  private async askToken(ref: string): Promise<string> {
    const body = JSON.stringify({ person: ref });
    const response = await this.untilAnswered('/issuer/token', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (!response.ok) throw new Error(`the issuer at ${this.origin}/issuer does not vouch for ${ref}: ${response.status}`);
    return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
  }

  /** Sends again what was not answered, or answered with "not now": every command carries its key, so that is safe. */
  private async untilAnswered(path: string, init: RequestInit): Promise<Response> {
    const deadline = performance.now() + patience;
    for (;;) {
      try {
        const response = await fetch(this.origin + path, { ...init, ...(this.signal && { signal: this.signal }) });
        if (response.status !== 503 || performance.now() > deadline) return response;
        await response.body?.cancel();
      } catch (error) {
        if (this.signal?.aborted || performance.now() > deadline) throw new Error(`no answer from ${this.origin}`, { cause: error });
      }
      await pause(100);
    }
  }
}
