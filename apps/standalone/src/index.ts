export type { Options, Running } from './options.js';
export { serviceNames, type ServiceName, type Upstreams } from './services.js';
export { startSplit, startStandalone } from './start.js';
