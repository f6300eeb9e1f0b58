/** Seconds since a moment of `performance.now()`, to a hundredth. */
export const secondsSince = (since: number): number => Math.round((performance.now() - since) / 10) / 100;
