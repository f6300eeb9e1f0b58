import { defineEvent, personal, subject } from '@cairn/event-sourcing';
import { z } from 'zod';
import { Erased, plaintextCodec } from './index.js';

describe('the plaintext codec', () => {
  const Noted = defineEvent('Noted', 1, { person: subject(), note: personal('session-notes', 'person', z.string()) }, { summary: 'a note was taken' });

  it('stores what it is given, and opens it to the same', async () => {
    const event = Noted({ person: '9f8b1c1e-7f3f-4c7e-9f57-0f8f1c6a0001', note: 'slept well' });
    const sealed = await plaintextCodec.seal(event, { tenant: 't', stream: 's', eventId: 'e' });
    expect(sealed).toEqual(event.data);
    expect(JSON.stringify(Erased)).toBe('{"erased":true}');
  });
});
