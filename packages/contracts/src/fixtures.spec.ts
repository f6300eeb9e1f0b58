import { readFileSync, readdirSync } from 'node:fs';
import { EnvelopeSchema, upcast, type EventDefinition } from '@cairn/event-sourcing';
import { z } from 'zod';
import { catalogue } from './index.js';

const folder = new URL('../fixtures/', import.meta.url);
const Fixture = z.strictObject({ type: z.string(), schemaVersion: z.int(), data: z.record(z.string(), z.unknown()), metadata: EnvelopeSchema });
const owned = Object.entries(catalogue).flatMap(([service, { published, internal }]) =>
  [...published, ...internal].map((definition) => ({ service, definition })),
);
const versionsOf = (definition: EventDefinition) => Array.from({ length: definition.schemaVersion }, (_, index) => index + 1);
const read = (name: string) => Fixture.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

describe('the golden fixtures', () => {
  it.each(owned.flatMap(({ definition }) => versionsOf(definition).map((version) => ({ name: `${definition.type}.v${version}.json`, definition, version }))))(
    '$name, stored once, still decodes to the event of today',
    ({ name, definition, version }) => {
      const fixture = read(name);
      expect(fixture).toMatchObject({ type: definition.type, schemaVersion: version, metadata: { type: definition.type, schemaVersion: version } });
      const lifted = upcast(definition, version, fixture.data);
      expect(z.looseObject(definition.schema.shape).parse(lifted)).toEqual(lifted);
    },
  );

  it('hold nothing that no event declares', () => {
    const declared = owned.flatMap(({ definition }) => versionsOf(definition).map((version) => `${definition.type}.v${version}.json`));
    expect(readdirSync(folder).sort()).toEqual(declared.sort());
  });
});

describe('the catalogue', () => {
  it('names every event once, with one owner', () => {
    const types = owned.map(({ definition }) => definition.type);
    expect(types.filter((type, index) => types.indexOf(type) !== index)).toEqual([]);
  });

  it('names events in the past tense without a suffix', () => {
    expect(owned.map(({ definition }) => definition.type).filter((type) => !/^[A-Z][A-Za-z]+$/.test(type) || /(Event|V\d+)$/.test(type))).toEqual([]);
  });

  it('seals a personal field under a person whom the event itself names', () => {
    const orphans = owned.flatMap(({ definition }) =>
      definition.marks
        .filter(({ mark }) => mark.kind === 'personal')
        .filter(
          ({ path, mark }) =>
            mark.kind === 'personal' &&
            !definition.marks.some((other) => other.mark.kind === 'subject' && other.path.join('.') === [...path.slice(0, -1), mark.subject].join('.')),
        )
        .map(({ path }) => `${definition.type}.${path.join('.')}`),
    );
    expect(orphans).toEqual([]);
  });
});
