export { spawnKurrentDbDouble, type KurrentDbDoubleProcess } from './child.js';
export { openLogFile } from './log-file.js';
export type { Fault } from './faults.js';
