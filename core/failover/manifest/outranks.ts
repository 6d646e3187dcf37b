/** Which epoch, and who wrote it: two installations may come to the same number without knowing of each other. */
export type Rank = { readonly epoch: number; readonly writer: string };

/**
 * Whether one manifest counts more than another: the higher epoch, and of one epoch that of the writer whose id is greater. Any two
 * installations come to the same answer.
 */
export function outranks(a: Rank, b: Rank): boolean {
  return a.epoch === b.epoch ? a.writer > b.writer : a.epoch > b.epoch;
}
