import { LearningAgreementAmended, LearningAgreementSigned, LearningAgreementTookEffect } from '@cairn/contracts/planning';
import { DomainError, type NewEvent } from '@cairn/event-sourcing';
import { stateAfter } from '@cairn/testing';
import { engagement } from '../engagement/engagement.decider.js';
import { practitioner, proposed, supporter, texts } from '../fixtures/pair.js';
import { agreement, agreementInForce, signAgreement, type AgreementDecision } from './agreement.decider.js';
import { amendAgreement, proposeAgreement } from './terms.decider.js';

/** mulberry32: the same sequence for the same seed, on every machine. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const terms = { ...texts, assessingRole: null, sponsorPart: null, sponsorId: null, engagement: stateAfter(engagement, [proposed()]) };

type Deed = { readonly decide: AgreementDecision; readonly signs?: { readonly personId: string; readonly version: number } };
/** One of two people. They act on the version that they last read, which the other may have overtaken since. */
interface Person {
  readonly personId: string;
  read: number;
  /** What they are about: loaded at this length of the stream, and not yet appended. */
  doing?: { readonly deed: Deed; loaded: number } | undefined;
}

/**
 * Chance decides who takes the next step: to read, to begin (which loads the stream), or to append what was decided. An append at another revision than was
 * loaded is refused, and loads again, as `transact` does. Returns what was stored, and which signatures were accepted.
 */
function play(seed: number) {
  const chance = seeded(seed);
  const stored: NewEvent[] = [...proposeAgreement(terms)(agreement.initial)];
  const accepted = new Set<string>();
  let overtaken = 0;
  const people: Person[] = [practitioner, supporter].map((personId) => ({ personId, read: 1 }));
  for (let step = 0; step < 60; step++) {
    const who = people[chance(2)]!;
    if (!who.doing) who.doing = { deed: deedOf(who, chance(5), newestIn(stored)), loaded: stored.length };
    else if (who.doing.loaded !== stored.length) {
      overtaken++;
      who.doing.loaded = stored.length;
    } else {
      const { decide, signs } = who.doing.deed;
      who.doing = undefined;
      const events = decidedOn(stored, decide);
      if (signs && events) accepted.add(`${signs.personId}/${signs.version}`);
      stored.push(...(events ?? []));
    }
  }
  return { stored, accepted, overtaken };
}

/** Undefined when a rule refuses it. */
function decidedOn(stored: readonly NewEvent[], decide: AgreementDecision): readonly NewEvent[] | undefined {
  try {
    return decide(stateAfter(agreement, stored));
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

function deedOf(who: Person, chance: number, newest: number): Deed {
  if (chance === 0) return { decide: amendAgreement(terms) };
  if (chance === 1) who.read = newest;
  const signs = { personId: who.personId, version: who.read };
  return { decide: signAgreement({ ...signs, actor: who.personId }), signs };
}

const isOf =
  <T extends string>(type: T) =>
  (event: NewEvent): event is NewEvent<T> & { readonly data: { readonly version: number; readonly personId: string } } =>
    event.type === type;
const newestIn = (stored: readonly NewEvent[]) => 1 + stored.filter(isOf(LearningAgreementAmended.type)).length;

describe('1,000 seeded interleavings of two people who sign and amend at once', () => {
  const played = Array.from({ length: 1000 }, (_, seed) => play(seed));

  it('do overtake one another', () => expect(played.filter(({ overtaken }) => overtaken > 0).length).toBeGreaterThan(900));
  it('lose no signature, and count none for another version', () => {
    for (const { stored, accepted } of played) {
      const signatures = stored.filter(isOf(LearningAgreementSigned.type)).map(({ data }) => `${data.personId}/${data.version}`);
      expect(new Set(signatures).size).toBe(signatures.length);
      expect(new Set(signatures)).toEqual(accepted);
    }
  });
  it('have one version in force at any time, signed by both', () => {
    for (const { stored } of played) {
      let inForce = 0;
      for (let length = 1; length <= stored.length; length++) {
        const found = agreementInForce(stateAfter(agreement, stored.slice(0, length)));
        if (found) expect([found.signed.has(practitioner), found.signed.has(supporter)]).toEqual([true, true]);
        expect(found?.version ?? 0).toBeGreaterThanOrEqual(inForce); // never back to an older one, never none again
        inForce = found?.version ?? 0;
      }
    }
  });
  it('took effect each after the one that it replaces', () => {
    const effects = played.map(({ stored }) =>
      stored.filter(isOf(LearningAgreementTookEffect.type)).map(({ data }) => data as unknown as { version: number; replaces: number | null }),
    );
    for (const each of effects) expect(each.map(({ replaces }) => replaces)).toEqual([null, ...each.map(({ version }) => version)].slice(0, each.length));
    expect(effects.filter((each) => each.length > 1).length).toBeGreaterThan(100);
  });
});
