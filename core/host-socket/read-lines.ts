/** What a line-wise reader does with bytes as they come. */
export type LineReader = (chunk: Uint8Array) => void;

/**
 * Cuts bytes into lines, each without its end.
 *
 * @param maxBytes a line may have; who sends more is told off by `onTooLong`, once, and is not read any further
 */
export function createLineReader(
  maxBytes: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): LineReader {
  let pieces: Uint8Array[] = [];
  let heldBytes = 0;
  let isOver = false;
  return (chunk) => {
    let rest = chunk;
    while (!isOver && rest.length > 0) {
      const end = rest.indexOf(0x0a);
      const piece = end === -1 ? rest : rest.subarray(0, end);
      heldBytes += piece.length;
      if (heldBytes > maxBytes) {
        isOver = true;
        pieces = [];
        onTooLong();
        return;
      }
      pieces.push(piece);
      if (end === -1) return;
      const line = Buffer.concat(pieces).toString();
      pieces = [];
      heldBytes = 0;
      rest = rest.subarray(end + 1);
      onLine(line);
    }
  };
}
