import type { Append, Appended, EventStore } from '@cairn/event-store';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the gauges of a process show, and those of a read model. */
export interface ReaderFigures {
  readonly service: string;
  /** A read model with its version. */
  readonly reader: string;
  /** Events of the store that it has not seen. */
  readonly lag: number;
  /** Seconds since the oldest event was stored that it has not seen. */
  readonly lagSeconds: number;
  readonly parked: number;
}

export interface ReadModelFigures extends ReaderFigures {
  /** Of the rebuild that is going on: the position it has read to, and the one it goes to. */
  readonly rebuild?: { readonly position: number; readonly until: number };
}

/** What the gauges of a kind of deadline show. */
export interface DeadlineFigures {
  readonly service: string;
  readonly deadline: string;
  /** `pending`: due later; `overdue`: due, and not done yet; `refused`: by a rule; `fired`: ever. */
  readonly states: Readonly<Record<'pending' | 'overdue' | 'refused' | 'fired', number>>;
}

export interface Figures {
  readonly readModels: readonly ReadModelFigures[];
  readonly processes: readonly ReaderFigures[];
  readonly deadlines: readonly DeadlineFigures[];
}

/** What this process tells a Prometheus server. Labels are route patterns and names, never values of a request. */
export class Metrics {
  private readonly registry = new Registry();

  readonly requests = new Histogram({
    name: 'cairn_http_request_duration_seconds',
    help: 'From the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
    registers: [this.registry],
  });

  private readonly appended = new Counter({
    name: 'cairn_events_appended_total',
    help: 'Events that this process has appended',
    labelNames: ['category', 'type'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Gauges that are read when somebody asks for them: each asks for all figures, so whoever gives them does it once. */
  watch(figures: () => Promise<Figures>): void {
    const gauge = <F extends ReaderFigures>(
      [kind, of]: readonly [string, (figures: Figures) => readonly F[]],
      name: string,
      help: string,
      value: (figures: F) => number | undefined,
    ) =>
      new Gauge({
        name: `cairn_${kind}_${name}`,
        help,
        labelNames: ['service', kind],
        registers: [this.registry],
        async collect() {
          const readers = of(await figures());
          this.reset();
          for (const each of readers) {
            const shown = value(each);
            if (shown !== undefined) this.set({ service: each.service, [kind]: each.reader }, shown);
          }
        },
      });
    const readModel = ['read_model', ({ readModels }: Figures) => readModels] as const;
    const process = ['process', ({ processes }: Figures) => processes] as const;
    gauge(readModel, 'lag', 'Events that the read model has not seen', ({ lag }) => lag);
    gauge(readModel, 'lag_seconds', 'Age of the oldest event that the read model has not seen', ({ lagSeconds }) => lagSeconds);
    gauge(readModel, 'parked', 'Events that the read model could not fold', ({ parked }) => parked);
    gauge(readModel, 'rebuild_done', 'Position that a rebuild which is going on has read to', ({ rebuild }) => rebuild?.position);
    gauge(readModel, 'rebuild_total', 'Position that a rebuild which is going on goes to', ({ rebuild }) => rebuild?.until);
    gauge(process, 'lag', 'Events that the process has not seen', ({ lag }) => lag);
    gauge(process, 'lag_seconds', 'Age of the oldest event that the process has not seen', ({ lagSeconds }) => lagSeconds);
    gauge(process, 'parked', 'Events that the process could not act upon', ({ parked }) => parked);
    new Gauge({
      name: 'cairn_deadlines',
      help: 'Deadlines that are due later, that should have been met, that a rule has refused, and that were met, ever',
      labelNames: ['service', 'deadline', 'state'],
      registers: [this.registry],
      async collect() {
        for (const { service, deadline, states } of (await figures()).deadlines)
          for (const [state, count] of Object.entries(states)) this.set({ service, deadline, state }, count);
      },
    });
  }

  /** The store, with every event counted that goes into it. */
  counting(store: EventStore): EventStore {
    return {
      append: (append) => store.append(append).then((appended) => this.count(append, appended)),
      readStream: (tenant, stream, options) => store.readStream(tenant, stream, options),
      readAll: (after, options) => store.readAll(after, options),
      subscribe: (after, options) => store.subscribe(after, options),
      head: () => store.head(),
      identity: () => store.identity(),
      close: () => store.close(),
    };
  }

  private count({ stream, events }: Append, appended: Appended): Appended {
    const category = stream.slice(0, stream.indexOf('-'));
    if (!appended.idempotent) for (const { type } of events) this.appended.inc({ category, type });
    return appended;
  }

  text = (): Promise<string> => this.registry.metrics();
  readonly contentType: string = this.registry.contentType;
}
