/** Requests under way at once, for everything that this program asks of the services. */
const hands = 8;

/** Does something for every item, a few at a time, and gives the answers in the order of the items. After a failure nothing new is begun; it is thrown when the rest has ended. */
export async function together<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const answers = new Array<R>(items.length);
  const queue = items.entries();
  const failures: unknown[] = [];
  const hand = async () => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return;
      await work(item, index).then(
        (answer) => (answers[index] = answer),
        (error: unknown) => failures.push(error),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.min(hands, items.length) }, hand));
  if (failures.length > 0) throw failures[0];
  return answers;
}
