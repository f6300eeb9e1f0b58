import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A PostgreSQL server that somebody has installed on this machine. */
export interface InstalledServer {
  /** Its major version. */
  readonly version: number;
  /** Holds its `bin`. */
  readonly directory: string;
}

/** The oldest server that the event store is written for. */
const oldest = 15;

/** Where packages put servers, each in a folder of its own: Debian and Ubuntu, Red Hat, Homebrew on either processor. */
const usual = ['/usr/lib/postgresql', '/usr', '/opt/homebrew/opt', '/usr/local/opt'];

/** The servers from {@link oldest} on that are installed in the usual places, and in the folder of programs that `CAIRN_POSTGRES_BIN` names; the oldest first. */
export function installedServers(): readonly InstalledServer[] {
  const named = process.env['CAIRN_POSTGRES_BIN'];
  const directories = [...(named ? [dirname(named)] : []), ...usual.flatMap(foldersOf)];
  const found = directories.flatMap((directory) => {
    const version = majorVersionOf(directory);
    return version !== undefined && version >= oldest ? [{ version, directory }] : [];
  });
  return found.sort((one, other) => one.version - other.version);
}

const foldersOf = (place: string): string[] =>
  existsSync(place)
    ? readdirSync(place)
        .filter((name) => /^(\d+|pgsql-\d+|postgresql@\d+)$/.test(name))
        .map((name) => join(place, name))
    : [];

function majorVersionOf(directory: string): number | undefined {
  const server = join(directory, 'bin', 'postgres');
  if (!existsSync(server)) return undefined;
  const said = /\d+/.exec(execFileSync(server, ['--version'], { encoding: 'utf8' }));
  return said ? Number(said[0]) : undefined;
}
