import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventCatalogue } from './event-catalogue.js';

const file = fileURLToPath(new URL('../../../docs/events.md', import.meta.url));

/** Writes what is generated from the contracts; a test fails while it is not what is checked in. */
export function writeDocs(): void {
  writeFileSync(file, eventCatalogue());
  process.stdout.write(`${file}\n`);
}
