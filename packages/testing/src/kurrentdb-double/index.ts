export { spawnKurrentDbDouble, type KurrentDbDoubleProcess } from './child.js';
export { startKurrentDbDouble, type DoubleReport, type KurrentDbDouble, type KurrentDbDoubleOptions } from './double.js';
export { openLogFile } from './log-file.js';
export { faults, type Fault } from './faults.js';
