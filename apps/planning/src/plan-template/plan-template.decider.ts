import { PlanTemplatePublished } from '@cairn/contracts/planning';
import { defineRule, defineStream, type DataOf, type Decide, type EventIn } from '@cairn/event-sourcing';

export type PlanTemplate = DataOf<typeof PlanTemplatePublished>;

export const PlanTemplateNotFound = defineRule('000-4', 'NOT_FOUND', () => 'No plan template with this id.', { kind: 'not-found' });

/** A template for plans. It is published once; another wording is another template, so that a plan can always be laid beside its own. */
export const planTemplate = defineStream({
  category: 'plantemplate',
  events: [PlanTemplatePublished],
  initial: null as PlanTemplate | null,
  evolve: (_, event): PlanTemplate | null => event.data as PlanTemplate,
});

export const publishPlanTemplate =
  (data: PlanTemplate): Decide<PlanTemplate | null, EventIn<typeof planTemplate>> =>
  () => [PlanTemplatePublished(data)];

export function publishedTemplate(state: PlanTemplate | null): PlanTemplate {
  if (!state) throw PlanTemplateNotFound();
  return state;
}
