export * from './canonical.js';
export * from './codec.js';
export * from './decode.js';
export { openEventStoreOrLater } from './late-event-store.js';
export * from './open.js';
export * from './port.js';
export { openPostgresEventStore } from './postgres/postgres-event-store.js';
export { newId, Streams, type CommandContext, type Outcome } from './transact.js';
