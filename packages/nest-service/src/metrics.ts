import type { Append, Appended, EventStore } from '@cairn/event-store';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the gauges of a read model show. */
export interface ReadModelFigures {
  readonly service: string;
  readonly readModel: string;
  /** Events of the store that it has not seen. */
  readonly lag: number;
  /** Seconds since the oldest event was stored that it has not seen. */
  readonly lagSeconds: number;
  readonly parked: number;
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
    const gauge = (name: string, help: string, value: (figures: ReadModelFigures) => number | undefined) =>
      new Gauge({
        name: `cairn_read_model_${name}`,
        help,
        labelNames: ['service', 'read_model'],
        registers: [this.registry],
        async collect() {
          const { readModels } = await figures();
          this.reset();
          for (const each of readModels) {
            const shown = value(each);
            if (shown !== undefined) this.set({ service: each.service, read_model: each.readModel }, shown);
          }
        },
      });
    gauge('lag', 'Events that the read model has not seen', ({ lag }) => lag);
    gauge('lag_seconds', 'Age of the oldest event that the read model has not seen', ({ lagSeconds }) => lagSeconds);
    gauge('parked', 'Events that the read model could not fold', ({ parked }) => parked);
    gauge('rebuild_done', 'Position that a rebuild which is going on has read to', ({ rebuild }) => rebuild?.position);
    gauge('rebuild_total', 'Position that a rebuild which is going on goes to', ({ rebuild }) => rebuild?.until);
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
