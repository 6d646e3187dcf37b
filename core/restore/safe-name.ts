/**
 * Names in a repository are untrusted. A name passes only if it is one component that the target's file system takes
 * literally: then joining it to a folder can neither leave that folder nor mean something else there.
 */
import { BackstayError, type UnsafeName } from "../../shared/errors.ts";

const NUL = 0x00;
const DOT = 0x2e;
const SLASH = 0x2f;
/** NAME_MAX of Linux, in bytes; Windows and macOS count UTF-16 units. */
const MAX_NAME_LENGTH = 255;
/** Enough of a hostile name to recognise it in a message. */
const SHOWN_BYTES = 100;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const WINDOWS_FORBIDDEN = /[\u0000-\u001f"*/:<>?\\|]/;
/**
 * Names that mean a device in every folder, whatever extension follows.
 * @source Microsoft, "Naming Files, Paths, and Namespaces"
 */
const WINDOWS_DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(\.|$)/i;

/**
 * @param name raw bytes from a tree
 * @param folder the folder it stands in, for the message
 * @throws {BackstayError} NAME_UNSAFE with an {@link UnsafeName} as reason
 */
export function checkEntryName(
  name: Uint8Array,
  folder: string,
  platform: NodeJS.Platform = process.platform,
): void {
  const reason = whyUnsafe(name, platform);
  if (reason !== undefined) throw new BackstayError("NAME_UNSAFE", { name: shown(name), folder, reason });
}

/** @returns undefined when the name is safe to use on the platform */
export function whyUnsafe(name: Uint8Array, platform: NodeJS.Platform): UnsafeName | undefined {
  if (name.length === 0) return "empty";
  if (name.length === 1 && name[0] === DOT) return "dot";
  if (name.length === 2 && name[0] === DOT && name[1] === DOT) return "dot-dot";
  if (name.includes(SLASH)) return "slash";
  if (name.includes(NUL)) return "nul";
  const isUnicodeOnly = platform === "win32" || platform === "darwin";
  if (!isUnicodeOnly) return name.length > MAX_NAME_LENGTH ? "too-long" : undefined;

  // Both store names as Unicode; other bytes would be refused, or replaced and so fall together with other names.
  const text = decodeStrictly(name);
  if (text === undefined) return "not-utf-8";
  if (text.length > MAX_NAME_LENGTH) return "too-long";
  return platform === "win32" ? whyUnsafeOnWindows(text) : undefined;
}

function whyUnsafeOnWindows(name: string): UnsafeName | undefined {
  if (WINDOWS_FORBIDDEN.test(name)) return "forbidden-character"; // `:` would name a hidden stream of another file
  if (/[. ]$/.test(name)) return "trailing-dot-or-space"; // Windows drops them, so `.. .` would mean `..`
  if (WINDOWS_DEVICE.test(name)) return "device-name";
  return undefined;
}

const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function decodeStrictly(name: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(name);
  } catch (error) {
    if (error instanceof TypeError) return undefined; // the decoder's way to say that the bytes are not UTF-8
    throw error;
  }
}

/** The name for a message: cut, and with nothing in it that could command a terminal. */
function shown(name: Uint8Array): string {
  const text = new TextDecoder().decode(name.subarray(0, SHOWN_BYTES));
  const visible = text.replace(
    /[\p{C}\p{Zl}\p{Zp}]/gu,
    (c) => `\\u{${(c.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return name.length > SHOWN_BYTES ? `${visible}…` : visible;
}
