import { defineRule } from '@cairn/event-sourcing';

/** Accepting, confirming, consenting and signing are acts of the person themself: a right to write the record does not lend another's hand. */
export const ActsForAnother = defineRule('004-5', 'ACTS_FOR_ANOTHER', () => 'Only the person themself can do this.', { kind: 'forbidden' });

export function requireInPerson(actor: string, personId: string): void {
  if (actor !== personId) throw ActsForAnother();
}
