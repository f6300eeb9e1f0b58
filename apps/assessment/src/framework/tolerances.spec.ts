import { readFileSync } from 'node:fs';
import { tolerances } from './tolerances.js';

const guide = readFileSync(new URL('../../../../docs/frameworks.md', import.meta.url), 'utf8');

describe('the guide to frameworks', () => {
  it.each(Object.entries(tolerances))('tells of %s what becomes of it', (tolerance, meaning) => {
    expect(guide.replace(/ +/g, ' ')).toContain(`| \`${tolerance}\` | ${meaning} |`);
  });
});
