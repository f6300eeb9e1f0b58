import { readFileSync } from 'node:fs';
import { eventCatalogue } from './event-catalogue.js';

describe('the event catalogue', () => {
  it('is checked in as it would be generated now', () => {
    const checkedIn = readFileSync(new URL('../../../docs/events.md', import.meta.url), 'utf8');
    expect(checkedIn).toBe(eventCatalogue());
  });

  it('says which fields are personal, and under which key', () => {
    expect(eventCatalogue()).toContain('- `name`: string **personal**, identity of `personId`');
  });

  it('names the fields of lists', () => {
    expect(eventCatalogue()).toContain('- `items[].code`: string\n');
  });
});
