import { ready, runBuilt } from './ready.mjs';

ready();
await runBuilt('packages/bench', ...process.argv.slice(2));
