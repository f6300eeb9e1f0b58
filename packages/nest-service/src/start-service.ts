import { printable, readConfig } from './config.js';
import { createService, type RunningService } from './create-service.js';
import type { ServiceDefinition } from './define-service.js';

/** Milliseconds that a shutdown may take before the process ends without it. */
const drainDeadline = 15_000;

/** The whole of a `main.ts`: reads the configuration from the environment, starts, and drains on SIGTERM or SIGINT. Several services share one process and one port. */
export async function startService(...services: readonly ServiceDefinition[]): Promise<RunningService> {
  const config = readConfig(process.env);
  const running = await createService(services, config);
  running.log.info({ services: services.map(({ name }) => name), url: running.url, config: printable(config) }, 'started');
  drainOnSignals(running);
  return running;
}

/** Ends the process in order when it is asked to. What does not end within 15 s is cut off; nothing that was acknowledged is lost by that. */
export function drainOnSignals(running: Pick<RunningService, 'close' | 'log'>): void {
  const drain = (signal: NodeJS.Signals) => {
    running.log.info({ signal }, 'draining');
    const late = setTimeout(() => process.exit(1), drainDeadline).unref();
    void running
      .close()
      .then(() => 0)
      .catch((err: unknown) => {
        running.log.error({ err }, 'the shutdown has failed');
        return 1;
      })
      .then((code) => {
        clearTimeout(late);
        process.exit(code);
      });
  };
  process.once('SIGTERM', drain).once('SIGINT', drain);
}
