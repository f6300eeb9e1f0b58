import { PlanningWarningRaised } from '@cairn/contracts/planning/internal';
import { warned, type DomainError, type NewEvent } from '@cairn/event-sourcing';

type Whose = Parameters<typeof warned>[1];

/** A rule that the organisation decides about: refused, or on the record as a warning, which becomes a task. Nothing when it is kept. */
export function byPolicy(choice: 'refuse' | 'warn', broken: DomainError | undefined, whose: Whose): NewEvent<'PlanningWarningRaised'>[] {
  if (broken && choice === 'refuse') throw broken;
  return broken ? [PlanningWarningRaised(warned(broken, whose))] : [];
}
