import { cairn } from './ready.mjs';

await cairn('docs', ...process.argv.slice(2));
