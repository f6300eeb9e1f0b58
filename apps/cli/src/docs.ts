import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { eventCatalogue } from './event-catalogue.js';
import { rulesCatalogue } from './rules-catalogue.js';

const generated = { 'events.md': eventCatalogue, 'rules.md': rulesCatalogue };

/** Writes what is generated from the sources; a test fails while it is not what is checked in. */
export function writeDocs(): void {
  for (const [name, text] of Object.entries(generated)) {
    const file = fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));
    writeFileSync(file, text());
    process.stdout.write(`${file}\n`);
  }
}
