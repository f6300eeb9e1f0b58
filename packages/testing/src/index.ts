export * from './database.js';
export { dated, erased, erasedMarker, recorded, specFor, specForProcess, stateAfter, type Performed } from './given.js';
export { happened, specForReadModel, type Happened } from './read-model-spec.js';
