/** The six services by name, in the order in which they are listed to people. */
export const serviceNames = ['directory', 'assessment', 'planning', 'sessions', 'evaluation', 'history'] as const;
export type ServiceName = (typeof serviceNames)[number];

/** Where each service answers, for example `http://127.0.0.1:4101`. */
export type Upstreams = Readonly<Record<ServiceName, string>>;

/** Milliseconds for which a service is given time to say how it is. */
const patience = 2000;

/** Whether the service at this address serves: its store, its database and its read models are there. */
export const isReady = (upstream: string): Promise<boolean> =>
  fetch(`${upstream}/health/ready`, { signal: AbortSignal.timeout(patience) }).then(
    ({ ok }) => ok,
    () => false,
  );
