/** Asks once for all who ask at the same time. Nobody gets an answer to a question that was put before their own. */
export function together<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const put = (): Promise<T> => {
    next = undefined;
    const mine = ask().finally(() => {
      if (asked === mine) asked = undefined;
    });
    return (asked = mine);
  };
  return () => (asked ? (next ??= asked.then(put, put)) : put());
}
