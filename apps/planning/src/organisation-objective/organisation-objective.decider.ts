import { goldenThreadEvents, OrganisationObjectivePublished, OrganisationObjectiveRetired } from '@cairn/contracts/planning';
import { defineRule, defineStream, unreachable, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

export interface OrganisationObjective {
  readonly organisationObjectiveId: string;
  readonly organisationId: string;
  readonly retiredOn: string | null;
}
export type OrganisationObjectiveState = OrganisationObjective | null;

export const OrganisationObjectiveNotFound = defineRule('002-9', 'NOT_FOUND', () => 'No objective of the organisation with this id.', { kind: 'not-found' });
export const OrganisationObjectiveAlreadyRetired = defineRule(
  '002-9',
  'ORG_OBJECTIVE_ALREADY_RETIRED',
  (retiredOn: string) => `This objective of the organisation was retired on ${retiredOn}.`,
);

export const OrgObjectiveRetired = defineRule(
  '002-9',
  'ORG_OBJECTIVE_RETIRED',
  (retiredOn: string) => `This objective of the organisation was retired on ${retiredOn}; nothing new is tied to it.`,
);

/** One thing that the organisation wants to achieve, from its business plan. */
export const organisationObjective = defineStream({
  category: 'organisationobjective',
  events: goldenThreadEvents,
  initial: null as OrganisationObjectiveState,
  evolve: (state, event): OrganisationObjectiveState => {
    switch (event.type) {
      case 'OrganisationObjectivePublished':
        return { organisationObjectiveId: event.data.organisationObjectiveId, organisationId: event.data.organisationId, retiredOn: null };
      case 'OrganisationObjectiveRetired':
        return state && { ...state, retiredOn: event.data.retiredOn };
      default:
        return unreachable(event, state);
    }
  },
});
export type OrganisationObjectiveDecision = Decide<OrganisationObjectiveState, EventIn<typeof organisationObjective>>;

export function published(state: OrganisationObjectiveState): OrganisationObjective {
  if (!state) throw OrganisationObjectiveNotFound();
  return state;
}

export const publishOrganisationObjective =
  (data: DataOf<typeof OrganisationObjectivePublished>): OrganisationObjectiveDecision =>
  () => [OrganisationObjectivePublished(data)];

/** What is tied to it stays tied: the thread shows what a plan was for, at its time. */
export const retireOrganisationObjective =
  (data: Pick<DataOf<typeof OrganisationObjectiveRetired>, 'retiredOn' | 'reason'>): OrganisationObjectiveDecision =>
  (state) => {
    const { organisationObjectiveId, organisationId, retiredOn } = published(state);
    if (retiredOn !== null) throw OrganisationObjectiveAlreadyRetired(retiredOn);
    return [OrganisationObjectiveRetired({ organisationObjectiveId, organisationId, ...data })];
  };
