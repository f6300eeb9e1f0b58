import { defineEvent, UnknownEventSchema } from '@cairn/event-sourcing';
import { z } from 'zod';
import { decoderOf } from './decode.js';
import type { StoredEvent } from './port.js';

const Moved = defineEvent(
  'Moved',
  3,
  { metres: z.number(), by: z.string() },
  {
    summary: 'somebody moved',
    upcasts: { 1: ({ kilometres, ...rest }) => ({ ...rest, metres: Number(kilometres) * 1000 }), 2: (data) => ({ ...data, by: 'foot' }) },
  },
);
const stored = (type: string, schemaVersion: number, data: string): StoredEvent => ({
  ...{ id: 'i', type, schemaVersion, tenant: 't', stream: 'walk-1', revision: 4n, position: 2n ** 60n, created: new Date(0) },
  ...{ data, metadata: '{"commandId":"c"}' },
});

describe('decoding', () => {
  const decode = decoderOf([Moved]);

  it.each([
    [1, '{"kilometres":2,"added":true}', { metres: 2000, by: 'foot', added: true }],
    [2, '{"metres":5}', { metres: 5, by: 'foot' }],
    [3, '{"metres":5,"by":"bus"}', { metres: 5, by: 'bus' }],
  ])('failure 18: lifts version %s to the shape of today', (version, data, lifted) => expect(decode(stored('Moved', version, data)).data).toEqual(lifted));

  it('keeps the place and the envelope', () => {
    expect(decode(stored('Moved', 3, '{}'))).toEqual({
      type: 'Moved',
      data: {},
      metadata: { commandId: 'c' },
      stream: 'walk-1',
      revision: 4n,
      position: 2n ** 60n,
    });
  });

  it('leaves an event of an unknown type as it was stored', () =>
    expect(decode(stored('Danced', 9, '{"steps":3}'))).toMatchObject({ type: 'Danced', data: { steps: 3 } }));

  it('failure 18: refuses a version of a known type that is newer than this release', () => {
    expect(() => decode(stored('Moved', 4, '{}'))).toThrow(UnknownEventSchema);
    expect(() => decode(stored('Moved', 4, '{}'))).toThrow('Deploy the release that wrote it');
  });
});
