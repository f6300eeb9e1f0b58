import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tokenVerifier } from '@cairn/access';
import { loopbackIssuer, loopbackIssuerRoutes } from '@cairn/access/loopback-issuer';
import { assessment } from '@cairn/assessment';
import { directory } from '@cairn/directory';
import { evaluation } from '@cairn/evaluation';
import { history } from '@cairn/history';
import { createService, readConfig } from '@cairn/nest-service';
import { planning } from '@cairn/planning';
import { sessions } from '@cairn/sessions';
import type { Database } from './database.js';
import type { Options, Running } from './options.js';

export const services = [directory, assessment, planning, sessions, evaluation, history] as const;

/** One Nest application with one reader of the store. Its log is a file: standard output belongs to whoever starts it. */
export async function serveInOneProcess({ port, dataDirectory, people }: Options, { databaseUrl, eventStoreUrl }: Database): Promise<Running> {
  const origin = `http://127.0.0.1:${port}`;
  const logs = join(dataDirectory, 'logs');
  mkdirSync(logs, { recursive: true });
  const issuer = await loopbackIssuer({ issuer: `${origin}/issuer`, keyFile: join(dataDirectory, 'issuer.pem'), people });
  const place = { PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: databaseUrl, EVENT_STORE_URL: eventStoreUrl, CAIRN_ISSUER: issuer.issuer };
  const running = await createService(services, {
    ...readConfig({ ...process.env, ...place }),
    verifyToken: tokenVerifier({ issuer: issuer.issuer, keys: issuer.jwks() }),
    mount: async (http) => void (await http.register(loopbackIssuerRoutes(issuer))),
    logTo: createWriteStream(join(logs, 'cairn.log'), { flags: 'a' }),
  });
  await running.readModels.whenReady();
  return { origin, ended: new Promise<string>(() => undefined), close: running.close };
}
