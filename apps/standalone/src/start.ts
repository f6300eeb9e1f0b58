import { database, type Database } from './database.js';
import type { Options, Running } from './options.js';

type Serve = (options: Options, database: Database) => Promise<Running>;

/** Starts the six services in this process, on one port, with a loopback issuer beside them. Everything is at the head of the record when it returns. */
export const startStandalone = (options: Options): Promise<Running> => start(options, async () => (await import('./one-process.js')).serveInOneProcess);

/** Starts the six services as six processes behind a proxy, with a loopback issuer beside it. When one of them ends, {@link Running.ended} says which. */
export const startSplit = (options: Options): Promise<Running> => start(options, async () => (await import('./six-processes.js')).serveInSixProcesses);

/** The program is loaded while the database starts: each takes a good part of the time until both are there. */
async function start(options: Options, load: () => Promise<Serve>): Promise<Running> {
  const [place, serve] = await Promise.all([database(options), load()]);
  try {
    const running = await serve(options, place);
    const close = async () => {
      await running.close();
      await place.leave();
    };
    return { ...running, close };
  } catch (error) {
    await place.leave();
    throw (error as NodeJS.ErrnoException).code === 'EADDRINUSE' ? new Error(`port ${options.port} is in use by another program: choose another`) : error;
  }
}
