/** Whether two texts say the same in the same words: spaces and capitals make nobody's plan their own. */
export const sameWords = (one: string, other: string): boolean => bare(one) === bare(other);

const bare = (text: string) => text.trim().replace(/\s+/g, ' ').toLowerCase();
