import type { FrameworkData } from '@cairn/frameworks';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { present, repeatedNames, type Converted } from './converted.js';

/** Both files are tables for translators: where a text stands, and the text. */
const Texts = z.array(z.object({ location: z.string(), source: z.string() }));
const textsOf = (csv: string): ReadonlyMap<string, string> =>
  new Map(Texts.parse(parse(csv, { bom: true, columns: true, trim: true })).map(({ location, source }) => [location, source]));

/** DigComp 3.0: an item for each competence statement, and one scale of eight levels for all. */
export function digcomp(statements: string, levels: string): Converted {
  const statement = /^digcomp\.statement\.(.+)$/;
  const items = [...textsOf(statements)].flatMap(([location, text], index) => {
    const code = statement.exec(location)?.[1];
    return code === undefined ? [] : [{ code, statement: text, sequence: index + 1, type: 'competence statement' }];
  });
  const framework: FrameworkData = {
    name: 'digcomp-3',
    framework: { title: 'DigComp 3.0', creator: 'European Commission, Joint Research Centre' },
    version: {
      ...{ version: '3.0', jurisdiction: 'European Union', inForceFrom: '2025-01-01', inForceUntil: null },
      attribution: 'European Commission, JRC144121, CC BY 4.0. The statements are unchanged; codes and levels are put together from the tables.',
      items,
      scales: [{ scaleId: '76eb4d3d-5422-4ad4-ae81-8496827db043', title: 'Proficiency', levels: levelsOf(textsOf(levels)) }],
    },
    roleProfiles: [],
  };
  return {
    frameworks: [framework],
    warts: present([{ wart: 'a statement that several codes have: told apart by their codes', where: repeatedNames(items.map((item) => item.statement)) }]),
  };
}

function levelsOf(texts: ReadonlyMap<string, string>) {
  const numbers = [...new Set([...texts.keys()].flatMap((location) => /^digcomp\.level\.(\d+)\./.exec(location)?.[1] ?? []))].map(Number);
  return numbers
    .sort((a, b) => a - b)
    .map((value) => {
      const text = (what: string) => texts.get(`digcomp.level.${value}.${what}`);
      const descriptor = [text('eight_level_description'), text('applies_to')].filter((part) => part !== undefined).join(' ');
      return { value, name: `${text('four_level_name') ?? 'Level'} (${value} of ${numbers.length})`, ...(descriptor && { descriptor }) };
    });
}
