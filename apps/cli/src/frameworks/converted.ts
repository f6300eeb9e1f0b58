import type { FrameworkData } from '@cairn/frameworks';

/** An irregularity of a file: what was done about it, and where. */
export interface Wart {
  readonly wart: string;
  readonly where: readonly string[];
}

/** What a file of others comes to: the frameworks to publish, and what is not as it should be. */
export interface Converted {
  readonly frameworks: readonly FrameworkData[];
  readonly warts: readonly Wart[];
}

/** The warts that are there at all. */
export const present = (warts: readonly Wart[]): readonly Wart[] => warts.filter(({ where }) => where.length > 0);

/** Names that stand for more than one thing. */
export function repeatedNames(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return [...new Set(names.filter((name) => seen.has(name) || !seen.add(name)))];
}

/** In one line, and never empty. */
export const inLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
