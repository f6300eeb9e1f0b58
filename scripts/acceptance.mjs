import { cairn } from './ready.mjs';

await cairn('acceptance', ...process.argv.slice(2));
