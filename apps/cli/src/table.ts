import Table from 'cli-table3';

/** An empty table for a terminal: one rule under the head, none between the rows, no colour. */
export const tableOf = (head: readonly string[], aligns: readonly ('left' | 'right')[] = []) =>
  new Table({
    head: [...head],
    colAligns: [...aligns],
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
