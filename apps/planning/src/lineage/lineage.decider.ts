import { FollowOnProgrammeLinked } from '@cairn/contracts/planning/internal';
import { defineRule, defineStream, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

/** Programme → the programmes that follow on from it. */
type State = ReadonlyMap<string, ReadonlySet<string>>;

/** How the programmes of one organisation follow on from one another, in one stream: a circle is a matter of all links together. */
export const lineage = defineStream({
  category: 'lineage',
  events: [FollowOnProgrammeLinked],
  initial: new Map() as State,
  evolve: (links, { data: { programmeId, followOnId } }): State => new Map(links).set(programmeId, new Set(links.get(programmeId)).add(followOnId)),
});
export type LineageDecision = Decide<State, EventIn<typeof lineage>>;

export const LineageCycle = defineRule('001-12', 'LINEAGE_CYCLE', (steps: number) =>
  steps === 0
    ? 'No programme follows on from itself.'
    : `This programme already follows on from the other, in ${steps} ${steps === 1 ? 'step' : 'steps'}: the link would close a circle.`,
);
export const LineageAcrossOrganisations = defineRule(
  '001-12',
  'LINEAGE_ACROSS_ORGANISATIONS',
  () => 'The 2 programmes belong to 2 organisations: a programme follows on from one of its own organisation.',
);

/** The shortest way from one programme to another along the links; undefined when there is none. */
function stepsBetween(links: State, from: string, to: string): number | undefined {
  const seen = new Set([from]);
  for (let front = [from], steps = 0; front.length > 0; steps++) {
    if (front.includes(to)) return steps;
    front = front.flatMap((programme) => [...(links.get(programme) ?? [])]).filter((next) => !seen.has(next) && seen.add(next));
  }
  return undefined;
}

/** @param organisations of the two programmes, in the order in which they are named */
export const linkFollowOn =
  ({ organisations, ...data }: DataOf<typeof FollowOnProgrammeLinked> & { organisations: readonly [string, string] }): LineageDecision =>
  (links) => {
    if (organisations[0] !== organisations[1]) throw LineageAcrossOrganisations();
    const steps = stepsBetween(links, data.followOnId, data.programmeId);
    if (steps !== undefined) throw LineageCycle(steps);
    return links.get(data.programmeId)?.has(data.followOnId) ? [] : [FollowOnProgrammeLinked(data)];
  };
