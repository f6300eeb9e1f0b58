import { ConsentGiven, consentKey, ConsentWithdrawn, type ConsentPurpose } from '@cairn/contracts/directory';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';
import { existing, type Person } from '../person/person.decider.js';

/** Which consents stand, by their key. */
export type Consents = ReadonlySet<string>;

/** What one person agrees to. Its id is the person's. */
export const consent = defineStream({
  category: 'consent',
  events: [ConsentGiven, ConsentWithdrawn],
  initial: new Set() as Consents,
  evolve: (standing, event): Consents => {
    switch (event.type) {
      case 'ConsentGiven':
        return new Set(standing).add(consentKey(event.data));
      case 'ConsentWithdrawn':
        return new Set([...standing].filter((key) => key !== consentKey(event.data)));
      default:
        return unreachable(event, standing);
    }
  },
});
type Decision = Decide<Consents, EventIn<typeof consent>>;

export const ConsentNotGiven = defineRule('002-3', 'CONSENT_NOT_GIVEN', (standing: number) => `This is none of the ${standing} consents that stand.`);
export const ConsentRequired = defineRule('002-3', 'CONSENT_REQUIRED', (purpose: ConsentPurpose) => `The person has not consented to this: ${purpose}.`, {
  kind: 'forbidden',
});

/** Given by the person themselves: nobody else has the right to write it. */
export const giveConsent =
  (data: DataOf<typeof ConsentGiven>, person: Person): Decision =>
  (standing) => {
    existing(person);
    return standing.has(consentKey(data)) ? [] : [ConsentGiven(data)];
  };

export const withdrawConsent =
  (data: DataOf<typeof ConsentWithdrawn>): Decision =>
  (standing) => {
    if (!standing.has(consentKey(data))) throw ConsentNotGiven(standing.size);
    return [ConsentWithdrawn(data)];
  };

/** May this reader use what is the person's for this purpose? The person may; others need a consent to them, or to everybody whom it concerns. */
export function assertConsent(standing: Consents, { personId, purpose, by }: { personId: string; purpose: ConsentPurpose; by: string }): void {
  if (by === personId) return;
  const given = [by, null].some((recipientId) => standing.has(consentKey({ personId, purpose, recipientId })));
  if (!given) throw ConsentRequired(purpose);
}
