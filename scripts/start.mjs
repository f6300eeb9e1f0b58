import { cairn } from './ready.mjs';

await cairn('up', ...process.argv.slice(2));
