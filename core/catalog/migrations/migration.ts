/**
 * One step from a catalog's version to the next. A step that has been released is never changed; a mistake in it is
 * put right by another step.
 */
export type Migration = {
  /** The version the catalog has afterwards: 1, 2, 3 ... without gaps. */
  readonly version: number;
  /** Statements that run in one transaction. */
  readonly sql: string;
};
