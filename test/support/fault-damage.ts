/** Ways in which a disk spoils a file. */
import type { FileKind, Store } from "../../core/storage/store.ts";

export type Damage = { readonly how: string; readonly apply: (bytes: Uint8Array) => Uint8Array };

export const flipped = (how: string, at: (length: number) => number): Damage => ({
  how: `a bit flipped ${how}`,
  apply: (bytes) => bytes.map((byte, n) => (n === at(bytes.length) ? byte ^ 0x10 : byte)),
});
const cut = (how: string, to: (length: number) => number): Damage => ({
  how: `cut ${how}`,
  apply: (bytes) => bytes.slice(0, to(bytes.length)),
});
export const FLIPS = [
  flipped("in the first byte", () => 0),
  flipped("after the IV", () => 16),
  flipped("in the middle", (length) => length >> 1),
  flipped("at two thirds", (length) => Math.floor((length * 2) / 3)),
  flipped("in the tag", (length) => length - 9),
  flipped("in the last byte", (length) => length - 1),
];
export const CUTS = [
  cut("to nothing", () => 0),
  cut("to one byte", () => 1),
  cut("to 20 bytes, less than a seal", () => 20),
  cut("in half", (length) => length >> 1),
  cut("by one byte", (length) => length - 1),
];
export const LONGER: Damage = {
  how: "a byte longer",
  apply: (bytes) => Buffer.concat([bytes, Uint8Array.of(7)]),
};
export const EVERY_DAMAGE = [...FLIPS, ...CUTS, LONGER];

/** Leaves the file under its name, which is no longer the hash of what is in it. */
export async function damageFile(
  store: Store,
  kind: FileKind,
  name: string,
  { apply }: Damage,
): Promise<void> {
  await store.write(kind, name, apply(await store.read(kind, name)));
}
