export * from './ipswich.js';
export * from './leadership-unit.js';
