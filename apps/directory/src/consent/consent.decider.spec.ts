import { ConsentGiven, ConsentWithdrawn, PersonRegistered } from '@cairn/contracts/directory';
import type { NewEvent } from '@cairn/event-sourcing';
import { specFor, stateAfter } from '@cairn/testing';
import { person, PersonUnknown } from '../person/person.decider.js';
import { assertConsent, consent, ConsentNotGiven, ConsentRequired, giveConsent, withdrawConsent } from './consent.decider.js';

const ben = 'b0000000-0000-4000-8000-000000000001';
const ana = 'a0000000-0000-4000-8000-000000000001';
const { given } = specFor(consent);
const registered = stateAfter(person, [PersonRegistered({ personId: ben, settingId: null, name: 'Ben Hale' })]);
const toAna = { personId: ben, purpose: 'performance-context' as const, recipientId: ana };
const toEverybody = { ...toAna, recipientId: null };
const gave = ConsentGiven(toAna);
const withdrew = ConsentWithdrawn(toAna);

describe('a consent', () => {
  it('is given by the person, once', () => {
    given().when(giveConsent(toAna, registered)).then(gave);
    given(gave).when(giveConsent(toAna, registered)).thenNothing();
    given(gave, withdrew).when(giveConsent(toAna, registered)).then(gave);
  });
  it('is that of a person', () => {
    given().when(giveConsent(toAna, person.initial)).thenRejects(PersonUnknown);
  });
  it('is withdrawn where it stands', () => {
    given(gave).when(withdrawConsent(toAna)).then(withdrew);
    const sentence = given(gave).when(withdrawConsent(toEverybody)).thenRejects(ConsentNotGiven);
    expect(sentence).toBe('This is none of the 1 consents that stand.');
  });
  it('lets its recipient read, and everybody where it is to everybody; the person always may', () => {
    const asked = { personId: ben, purpose: 'performance-context', by: ana } as const;
    const standing = (...events: readonly NewEvent[]) => stateAfter(consent, events);
    assertConsent(standing(gave), asked);
    assertConsent(standing(ConsentGiven(toEverybody)), asked);
    assertConsent(standing(), { ...asked, by: ben });
    expect(() => assertConsent(standing(), asked)).toThrow(ConsentRequired('performance-context').message);
    expect(() => assertConsent(standing(gave, withdrew), asked)).toThrow('The person has not consented to this: performance-context.');
    expect(() => assertConsent(standing(gave), { ...asked, by: registered.status })).toThrow('The person has not consented');
    expect(() => assertConsent(standing(gave), { ...asked, purpose: 'quotation' })).toThrow('The person has not consented to this: quotation.');
  });
});
