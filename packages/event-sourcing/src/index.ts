export * from './deadlines.js';
export * from './domain-error.js';
export * from './envelope.js';
export * from './event.js';
export { isSealedColumn, personal, personalCategories, sealedValue, setting, subject, type Mark, type PersonalCategory, type Sealed } from './marks.js';
export * from './process.js';
export * from './stream.js';
export * from './warning.js';
