import { sha256 } from "../../repository/pack/blob-codec.ts";
import type { Repository } from "../../repository/repository.ts";
import type { Store } from "../../storage/store.ts";
import { freeBytes } from "../../threads/free-bytes.ts";
import { isDamage } from "../replicate/damage.ts";
import type { DamagedObject } from "./damaged-objects.ts";

/** Takes what is left of a damaged file, for whoever wants to know what became of it. */
export type KeepDamaged = (object: DamagedObject, bytes: Uint8Array) => Promise<void>;

/**
 * Puts a whole copy of a file in the place of a damaged or missing one, in one step, and only when a copy whose bytes fit its name is
 * in hand: until then what is there stays.
 *
 * @param to reads back what it stores
 * @param good tried in this order
 * @returns false when no other replica has it whole
 * @throws what the stores throw, but for damage at the good ones
 */
export async function replaceObject(
  object: DamagedObject,
  to: Store,
  good: readonly Repository[],
  signal: AbortSignal,
  keepDamaged?: KeepDamaged,
): Promise<boolean> {
  const { kind, name } = object;
  const bytes = await findWhole(object, good, signal);
  if (bytes === undefined) return false;
  if (keepDamaged !== undefined) {
    const damaged = await readIfPossible(to, object, signal);
    if (damaged !== undefined) await keepDamaged(object, damaged);
  }
  await to.write(kind, name, bytes, signal);
  freeBytes(bytes);
  return true;
}

async function findWhole(
  object: DamagedObject,
  good: readonly Repository[],
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  for (const { store } of good) {
    const bytes = await readIfPossible(store, object, signal);
    if (bytes !== undefined && sha256(bytes).toString("hex") === object.name) return bytes;
  }
  return undefined;
}

/** @returns undefined when it is missing, or lies where the disk cannot read */
async function readIfPossible(
  store: Store,
  { kind, name }: DamagedObject,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return await store.read(kind, name, undefined, signal);
  } catch (error) {
    if (!isDamage(error)) throw error;
    return undefined;
  }
}
