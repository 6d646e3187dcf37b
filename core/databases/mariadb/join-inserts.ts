/** Puts rows that are inserted one by one into statements of many, so that equal rows stay equal bytes in every dump. */
import { crc32 } from "node:zlib";

/**
 * The dump program can do that by itself, but ends a statement whenever it has a certain length: one changed row moves all ends behind it,
 * and half of a large table would be stored again. Here the rows themselves say where a statement ends.
 */
const STATEMENT_BYTES = 512 * 1024;
/** Half of what a server takes in one packet at least. */
const MAX_STATEMENT_BYTES = 8 * 1024 * 1024;
/** A longer row stays a statement of its own, so that it never has to be held as a whole. */
const MAX_LINE_BYTES = 256 * 1024;

const INSERT = Buffer.from("INSERT INTO `");
const VALUES = Buffer.from(" VALUES ");
const LINE_END = 0x0a;
const QUOTE = 0x60;
const OPEN = 0x28;
const ROW_END = Buffer.from(");\n");
const NEXT = Buffer.from(",\n");
const DELIMITER = Buffer.from("DELIMITER ");
const USUAL_DELIMITER = Buffer.from("DELIMITER ;\n");
const STATEMENT_END = Buffer.from(";\n");
const TWO_TO_32 = 2 ** 32;

/** @param dump as it comes with `--skip-extended-insert`: each row on a line, as line ends in texts are escaped */
export async function* joinInserts(dump: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let rest: Buffer = Buffer.alloc(0);
  let isLong = false;
  /** Within what makes a routine, a trigger or an event: what stands in there is nobody's row. */
  let isCode = false;
  let open: { readonly head: Buffer; bytes: number } | undefined;
  let out: Buffer[] = [];

  const close = () => {
    if (open !== undefined) out.push(STATEMENT_END);
    open = undefined;
  };

  const take = (line: Buffer) => {
    if (line.subarray(0, DELIMITER.length).equals(DELIMITER)) isCode = !line.equals(USUAL_DELIMITER);
    const at = !isCode && line.subarray(-ROW_END.length).equals(ROW_END) ? rowAt(line) : 0;
    if (at === 0) {
      close();
      out.push(line);
      return;
    }
    const row = line.subarray(at, -2);
    const head = line.subarray(0, at);
    if (open?.head.equals(head) === true) out.push(NEXT, row);
    else {
      close();
      open = { head: Buffer.from(head), bytes: 0 };
      out.push(line.subarray(0, -2));
    }
    if (open === undefined) return;
    open.bytes += row.length;
    const isEnd = crc32(row) < (row.length / STATEMENT_BYTES) * TWO_TO_32;
    if (isEnd || open.bytes > MAX_STATEMENT_BYTES) close();
  };

  for await (const chunk of dump) {
    const bytes: Buffer = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(LINE_END); end !== -1; end = bytes.indexOf(LINE_END, at)) {
      const line = bytes.subarray(at, end + 1);
      if (isLong) out.push(line);
      else take(line);
      isLong = false;
      at = end + 1;
    }
    rest = bytes.subarray(at);
    if (isLong || rest.length > MAX_LINE_BYTES) {
      close();
      isLong = true;
      out.push(rest);
      rest = Buffer.alloc(0);
    }
    if (out.length > 0) yield Buffer.concat(out);
    out = [];
  }
  close();
  out.push(rest);
  yield Buffer.concat(out);
}

/** @returns where the values of a row begin; 0 for any other line */
function rowAt(line: Buffer): number {
  if (!line.subarray(0, INSERT.length).equals(INSERT)) return 0;
  let end = INSERT.length;
  // a quote in a name is written twice
  while (end < line.length && (line[end] !== QUOTE || line[end + 1] === QUOTE))
    end += line[end] === QUOTE ? 2 : 1;
  const values = end + 1 + VALUES.length;
  const isRow = line.subarray(end + 1, values).equals(VALUES) && line[values] === OPEN;
  return isRow ? values : 0;
}
