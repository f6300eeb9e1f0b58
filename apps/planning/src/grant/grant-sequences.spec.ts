import { GrantReleased, GrantReturned, GrantSpendRecorded } from '@cairn/contracts/planning';
import { DomainError, type NewEvent } from '@cairn/event-sourcing';
import { stateAfter } from '@cairn/testing';
import fc from 'fast-check';
import { approved, designed, drafted, grantOf, line, lineAdded, planAfter, programmeAfter, released, submitted } from '../fixtures/ipswich.js';
import { grant, recordSpending, releaseGrant, returnMoney, type GrantDecision } from './grant.decider.js';

const sequences = 1000;
const programme = programmeAfter(designed());
const plan = planAfter(drafted(), lineAdded(1), submitted(), approved());
const id = (n: number) => `00000009-0000-4000-8000-${String(n).padStart(12, '0')}`;

type Step = { readonly kind: 'release' | 'spend' | 'return'; readonly pence: number; readonly offPlan: boolean };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('release', 'spend', 'spend', 'return'),
  pence: fc.integer({ min: 1, max: 40_000 }),
  offPlan: fc.boolean(),
});

function decisionOf({ kind, pence, offPlan }: Step, n: number): GrantDecision {
  if (kind === 'release') return releaseGrant({ ...grantOf, releasedBy: id(0), programme, plan, attendance: { attended: [1, 2, 3], waived: [] } });
  if (kind === 'return') return returnMoney({ ...grantOf, returnId: id(n), pence, reason: 'left over' });
  return recordSpending({ ...grantOf, spendId: id(n), lineId: line(offPlan ? 2 : 1), pence, programme, plan, policy: 'refuse' });
}

/** The ledger as a bookkeeper would keep it, from the events alone. */
function bookkeeper(events: readonly NewEvent[]) {
  const amounts = (definition: { readonly type: string }) =>
    events.filter(({ type }) => type === definition.type).map(({ data }) => (data as { pence: number }).pence);
  const sum = (all: readonly number[]) => all.reduce((total, pence) => total + pence, 0);
  const award = events.filter(({ type }) => type === GrantReleased.type).length * 50_000;
  return { award, spent: sum(amounts(GrantSpendRecorded)), returned: sum(amounts(GrantReturned)) };
}

describe('the ledger of a grant', () => {
  it(`is balanced after each of ${sequences} sequences of award, spending and return`, () => {
    let taken = 0;
    let refused = 0;
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const history: NewEvent[] = [];
        steps.forEach((each, n) => {
          try {
            history.push(...decisionOf(each, n + 1)(stateAfter(grant, history)));
            taken++;
          } catch (error) {
            if (!(error instanceof DomainError)) throw error;
            refused++;
          }
          const { award, spent, returned } = bookkeeper(history);
          expect(spent + returned).toBeLessThanOrEqual(award);
          const state = stateAfter(grant, history);
          expect(
            state.status === 'absent'
              ? { award: 0, spent: 0, returned: 0 }
              : { award: state.award.pence, spent: state.spentPence, returned: state.returnedPence },
          ).toEqual({ award, spent, returned });
        });
      }),
      { numRuns: sequences, seed: 554 },
    );
    console.log(`${sequences} sequences: ${taken} steps taken, ${refused} refused by a rule`);
    expect(Math.min(taken, refused)).toBeGreaterThan(sequences);
  });
  it('begins with one award', () => expect(stateAfter(grant, [released()])).toMatchObject({ award: { pence: 50_000 }, spentPence: 0, returnedPence: 0 }));
});
