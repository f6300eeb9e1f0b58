/** What is wrong with one row of a file. It names places and numbers, never what a cell holds. */
export interface Fault {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly column: string | null;
  readonly code: string;
  readonly detail: string;
}
