import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tokenVerifier } from '@cairn/access';
import { loopbackIssuer } from '@cairn/access/loopback-issuer';
import { defineEvent, defineStream } from '@cairn/event-sourcing';
import { newId, Streams } from '@cairn/event-store';
import { Caller, createService, defineService, Requires } from '@cairn/nest-service';
import { Body, Controller, Post } from '@nestjs/common';
import autocannon from 'autocannon';
import { z } from 'zod';
import { inTurns, type Result } from './measure.js';
import { dataOf, idOf } from './payload.js';

const Noted = defineEvent(
  'Noted',
  1,
  { programmeId: z.uuid(), groupId: z.uuid(), personId: z.uuid(), settingId: z.uuid(), number: z.int(), minutes: z.int(), note: z.string() },
  { summary: 'A note was made.' },
);
const note = defineStream({ category: 'note', events: [Noted], initial: 0, evolve: (count) => count + 1 });

@Controller('notes')
class NoteController {
  constructor(private readonly streams: Streams) {}

  @Post()
  @Requires('write', 'organisation')
  async stored(@Body({ schema: Noted.schema }) body: z.output<typeof Noted.schema>, @Caller() caller: Caller) {
    const noteId = newId(caller, 'note');
    return { noteId, ...(await this.streams.transact(note, noteId, () => [Noted(body)], caller)) };
  }

  /** The same route with no store behind it. */
  @Post('unstored')
  @Requires('write', 'organisation')
  unstored(@Body({ schema: Noted.schema }) body: z.output<typeof Noted.schema>, @Caller() caller: Caller) {
    const noteId = newId(caller, 'note');
    return Promise.resolve({ noteId, stream: `note-${noteId}`, revision: '0', position: String(body.number) });
  }
}

/** Requests a second over 64 connections: a command that stores an event, against the same route without a store. */
export async function benchHttp(url: string, seconds: number, turns: number): Promise<Result> {
  const bench = defineService({ name: 'bench', streams: [note], controllers: [NoteController], providers: [], readModels: [], processes: [] });
  const keys = mkdtempSync(join(tmpdir(), 'cairn-bench-keys-'));
  const caller = { ref: 'admin', person: idOf('person', 1), tenant: 'bench', roles: ['admin'], permissions: [] };
  const issuer = await loopbackIssuer({ issuer: 'http://127.0.0.1/issuer', keyFile: join(keys, 'issuer.pem'), people: [caller] });
  const verifyToken = tokenVerifier({ issuer: issuer.issuer, keys: issuer.jwks() });
  const service = await createService([bench], { databaseUrl: url, logLevel: 'silent', verifyToken });
  const token = await issuer.token(caller.ref);
  const rate = async (path: string) => {
    const url = `${service.url}/api/bench/${path}`;
    const request = {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(dataOf(1)),
    } as const;
    const first = await fetch(url, request);
    if (!first.ok) throw new Error(`${path} answers ${first.status}: ${await first.text()}`);
    const { requests, non2xx, errors } = await autocannon({ ...request, url, connections: 64, duration: seconds });
    if (non2xx + errors > 0) throw new Error(`${non2xx} answers were refused and ${errors} requests failed`);
    return requests.average;
  };
  try {
    await rate('notes');
    const figures = await inTurns(
      turns,
      () => rate('notes'),
      () => rate('notes/unstored'),
    );
    return {
      name: 'http-command',
      value: figures.ours,
      unit: 'requests/s',
      against: 'the same route with no store behind it',
      againstValue: figures.theirs,
      ratio: figures.ours / figures.theirs,
      promised: '0.25',
    };
  } finally {
    await service.close();
    rmSync(keys, { recursive: true });
  }
}
