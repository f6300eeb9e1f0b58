import { tokenVerifier, type VerifyToken } from '@cairn/access';
import { openEventStoreOrLater, Streams } from '@cairn/event-store';
import { plaintextCodec } from '@cairn/privacy';
import { performWith, Projector } from '@cairn/projections';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { DestinationStream, Logger } from 'pino';
import 'reflect-metadata';
import { AccessGuard } from './access.guard.js';
import type { Config } from './config.js';
import { assertStartable, routesOf, type ServiceDefinition } from './define-service.js';
import { healthOf, lookAt, serveHealth, type Look } from './health.js';
import { httpOptions, prepareHttp, type LargeBodies } from './http.js';
import { Clock } from './inject.js';
import { nestLog, openLog } from './log.js';
import { Metrics, type Figures } from './metrics.js';
import { compose, type Composition } from './nest-module.js';
import { serveDocs } from './docs.js';
import { openApiOf } from './openapi.js';
import { PositionInterceptor } from './position.interceptor.js';
import { ProblemFilter } from './problem.filter.js';
import { requirementOf, takesLargeBody } from './requires.js';
import { SchemaPipe } from './validation.pipe.js';

/** {@link Config} where it differs from what is usual in a test, and what only code can say. */
export interface ServiceOptions extends Partial<Config> {
  readonly databaseUrl: string;
  /** How tokens are verified; by default with the keys of `issuer`. */
  readonly verifyToken?: VerifyToken;
  /** Adds what is not a controller, such as the loopback issuer or the files of a web application. No rights are checked there. */
  readonly mount?: (http: FastifyInstance) => void | Promise<void>;
  /** Where log lines go; by default to the standard output. */
  readonly logTo?: DestinationStream;
  readonly now?: () => Date;
}

export interface RunningService {
  readonly url: string;
  readonly app: NestFastifyApplication;
  /** The read side: `await readModels.waitFor('planning', position, 2000)`. */
  readonly readModels: Projector;
  readonly log: Logger;
  /** Takes no more requests, finishes those that are here, then stops reading, then lets go of the store. */
  close(): Promise<void>;
}

/**
 * Starts services in this process, on one port, with one store and one reader. Listens when it returns; the read models may still be catching up,
 * and neither the store nor the database need be there yet: until they are, requests are told to come again.
 */
export async function createService(services: readonly ServiceDefinition[], options: ServiceOptions): Promise<RunningService> {
  assertStartable(services);
  const { databaseUrl, eventStoreUrl = databaseUrl, logLevel = 'info', now = () => new Date() } = options;
  const verifyToken = options.verifyToken ?? verifierOf(options.issuer);
  const log = openLog(logLevel, options.logTo);
  const metrics = new Metrics();
  const store = metrics.counting(await openEventStoreOrLater(eventStoreUrl));
  const owned = services.map((definition) => ({ definition, streams: new Streams({ store, codec: plaintextCodec, now, owns: definition.streams }) }));
  const projector = new Projector({
    store,
    services: owned.map(({ definition: { name, readModels, processes, deadlines }, streams }) => ({
      name,
      url: databaseUrl,
      readModels,
      processes,
      deadlines,
      perform: performWith(streams),
    })),
    now,
    log: (level, message, fields) => log[level](fields, message),
  });
  const look = lookAt(store, projector);
  metrics.watch(() => figuresOf(look));
  const closeReadSide = async () => {
    await projector.stop();
    await store.close();
  };
  try {
    projector.start();
    const app = await listening(
      compose(owned, projector, { clock: new Clock(now), codec: plaintextCodec }),
      { ...options, verifyToken },
      { log, metrics, look, projector, services },
    );
    const close = async () => {
      await app.close();
      await closeReadSide();
    };
    return { url: await app.getUrl(), app, readModels: projector, log, close };
  } catch (error) {
    await closeReadSide();
    throw error;
  }
}

function verifierOf(issuer: string | undefined): VerifyToken {
  if (issuer === undefined) throw new Error('nobody says who may come in: give an issuer');
  return tokenVerifier({ issuer });
}

interface Parts {
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly look: Look;
  readonly projector: Projector;
  readonly services: readonly ServiceDefinition[];
}

async function listening(
  { module, readModelsOf }: Composition,
  options: ServiceOptions & { readonly verifyToken: VerifyToken },
  { log, metrics, look, projector, services }: Parts,
) {
  const { host = '127.0.0.1', port = 0, docs = true, mount, verifyToken } = options;
  const guard = new AccessGuard(verifyToken);
  const adapter = new FastifyAdapter(httpOptions);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { bodyParser: false, abortOnError: false, logger: nestLog(log) });
  app.useSecurityHeaders({ strictTransportSecurity: false, contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } });
  app.useGlobalGuards(guard);
  app.useGlobalInterceptors(new PositionInterceptor(readModelsOf));
  app.useGlobalPipes(new SchemaPipe());
  app.useGlobalFilters(new ProblemFilter(log));
  // Nest's type of the instance leaves the kind of server open; without HTTP/2 it is the plain one.
  const http = adapter.getInstance() as unknown as FastifyInstance;
  prepareHttp(http, log, metrics, largeBodiesOf(services, guard));
  await app.init();
  // From here on, so that errors in them are answered like all others.
  const names = services.map(({ name }) => name);
  serveHealth(http, metrics, async () => healthOf(await look(), names, (name) => projector.isReady(name)));
  if (docs) serveDocs(http, () => openApiOf(app));
  await mount?.(http);
  await app.listen(port, host);
  return app;
}

const largeBodiesOf = (services: readonly ServiceDefinition[], guard: AccessGuard): LargeBodies =>
  new Map(
    services
      .flatMap(routesOf)
      .filter(({ handler }) => takesLargeBody(handler))
      .map(({ method, path, handler }) => [`${method} ${path}`, async (request) => void (await guard.admit(request, requirementOf(handler)!))]),
  );

/** None while the services cannot be looked at. */
async function figuresOf(look: Look): Promise<Figures> {
  const { services = [] } = await look();
  const current = <R extends { readonly current: boolean }>(readers: readonly R[]) => readers.filter((each) => each.current);
  return {
    readModels: services.flatMap(({ service, readModels }) =>
      current(readModels).map(({ name, version, lag, lagSeconds, parked, rebuild }) => ({
        ...{ service, reader: `${name}@${version}`, lag: Number(lag), lagSeconds, parked },
        ...(rebuild?.state === 'running' && { rebuild: { position: Number(rebuild.position), until: Number(rebuild.until) } }),
      })),
    ),
    processes: services.flatMap(({ service, processes }) =>
      current(processes).map(({ name, lag, lagSeconds, parked }) => ({ service, reader: name, lag: Number(lag), lagSeconds, parked })),
    ),
    deadlines: services.flatMap(({ service, deadlines }) =>
      deadlines.map(({ name, pending, overdue, refused, fired }) => ({ service, deadline: name, states: { pending, overdue, refused, fired } })),
    ),
  };
}
