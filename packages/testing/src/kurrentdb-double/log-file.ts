import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { EventLog, type Commit } from './event-log.js';

interface Line {
  readonly stream: string;
  readonly created: string;
  readonly events: readonly { id: string; type: string; contentType: string; data: string; metadata: string }[];
}

/**
 * An event log whose commits are kept in a file, one line each, written before the append is answered: what was acknowledged is there after a kill -9.
 * A last line that was cut short is dropped, as is an append that was never answered. Not flushed to the disk: it need not survive a power cut.
 */
export function openLogFile(path: string, firstPosition: bigint): { log: EventLog; close: () => void } {
  const file = openSync(path, 'a+');
  const text = readFileSync(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  ftruncateSync(file, Buffer.byteLength(whole));
  const [header, ...lines] = whole.split('\n').filter((line) => line !== '');
  if (header === undefined) writeSync(file, `${JSON.stringify({ firstPosition: String(firstPosition) })}\n`);
  const start = header === undefined ? firstPosition : BigInt((JSON.parse(header) as { firstPosition: string }).firstPosition);
  const log = new EventLog(start, (commit) => writeSync(file, `${JSON.stringify(lineOf(commit))}\n`));
  for (const line of lines) log.replay(commitOf(JSON.parse(line) as Line));
  return { log, close: () => closeSync(file) };
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

const lineOf = ({ stream, created, events }: Commit): Line => ({
  stream,
  created: String(created),
  events: events.map((event) => ({ ...event, data: base64(event.data), metadata: base64(event.metadata) })),
});

const commitOf = ({ stream, created, events }: Line): Commit => ({
  stream,
  created: BigInt(created),
  events: events.map((event) => ({ ...event, data: Buffer.from(event.data, 'base64'), metadata: Buffer.from(event.metadata, 'base64') })),
});
