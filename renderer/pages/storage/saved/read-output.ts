import { MAX_SAVED_OUTPUT_LENGTH } from "../../../../shared/model/health-explained.ts";

export type SavedOutput =
  | { readonly kind: "text"; readonly text: string }
  /** Larger than anything a tool prints about one host. */
  | { readonly kind: "too-large" }
  /** Gone meanwhile, or a folder. */
  | { readonly kind: "unreadable" };

/** A file of more bytes has more characters than are taken, in whatever encoding. */
const MAX_FILE_BYTES = 4 * MAX_SAVED_OUTPUT_LENGTH;

/**
 * Reads what somebody has saved of a tool's output: UTF-8, or UTF-16 with a byte order mark, as PowerShell writes into files. What is
 * neither becomes text of replacement characters, which no tool prints, and is judged as that.
 */
export async function readOutput(file: Pick<Blob, "size" | "arrayBuffer">): Promise<SavedOutput> {
  if (file.size > MAX_FILE_BYTES) return { kind: "too-large" };
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { kind: "unreadable" }; // the browser says nothing that would help
  }
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
  const text = new TextDecoder(encoding).decode(bytes);
  return text.length > MAX_SAVED_OUTPUT_LENGTH || sentBytes(text) > MAX_SENT_BYTES
    ? { kind: "too-large" }
    : { kind: "text", text };
}

/** A call has a limit, too, and control characters become longer on their way: such a file is no output of a tool. */
const MAX_SENT_BYTES = 3_500_000;

function sentBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
