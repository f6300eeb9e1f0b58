import { latest } from '@cairn/contracts/directory';
import type { CommandContext } from '@cairn/event-store';

/** By when a rule is judged: when it happened, where the caller says so; otherwise by everything that is on record. */
export const instantOf = ({ occurredAt }: Pick<CommandContext, 'occurredAt'>): string => occurredAt ?? latest;
