import { policies, PolicyChanged, type PolicyCode } from '@cairn/contracts/directory';
import { defineRule, defineStream, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

/** By rule: what the organisation has chosen. What is absent was never decided, so the default holds. */
type State = ReadonlyMap<PolicyCode, string>;

/** What an organisation decides about the rules that are its own to decide. One stream per tenant, so that one revision names the choices about all of them. */
export const policy = defineStream({
  category: 'policy',
  events: [PolicyChanged],
  initial: new Map() as State,
  evolve: (state, { data }): State => new Map(state).set(data.policy, data.to),
});
type Decision = Decide<State, EventIn<typeof policy>>;

/** A tenant's streams are its own, so the one stream of its policies needs no id that tells it from another tenant's. */
export const policyStreamId = 'd1ec7000-0000-4000-8000-000000000001';

export const PolicyUnknown = defineRule(
  'D-2',
  'POLICY_UNKNOWN',
  (rules: number) => `This is none of the ${rules} rules that are the organisation's to decide.`,
);
export const PolicyChoiceUnknown = defineRule(
  'D-2',
  'POLICY_CHOICE_UNKNOWN',
  (code: string, choices: readonly string[]) => `About ${code} the organisation chooses one of ${choices.length}: ${choices.join(', ')}.`,
);

/** A choice holds from now on; what was decided before stays decided, under the version that its event names. */
export const changePolicy =
  ({ policy, to, reason }: Pick<DataOf<typeof PolicyChanged>, 'to' | 'reason'> & { policy: string }): Decision =>
  (state) => {
    if (!isPolicy(policy)) throw PolicyUnknown(Object.keys(policies).length);
    const { choices, default: usual } = policies[policy];
    if (!choices.some((choice) => choice === to)) throw PolicyChoiceUnknown(policy, choices);
    const from = state.get(policy) ?? usual;
    return from === to ? [] : [PolicyChanged({ policy, from, to, reason })];
  };

const isPolicy = (code: string): code is PolicyCode => Object.hasOwn(policies, code);
