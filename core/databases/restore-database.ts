/** Makes a database of a dump again. */
import { BackstayError, isBackstayError } from "../../shared/errors.ts";
import { whereText } from "../../shared/model/source.ts";
import { type DatabaseAccess, type FoundServer, REPLACED } from "./access.ts";
import type { AboutDump } from "./layout.ts";
import { withServer } from "./server.ts";
import { type DatabaseServerSession, notRestored } from "./session.ts";
import { isLeftUnfinished, nameUnfinished } from "./unfinished.ts";

export type DatabaseRestore = {
  readonly access: DatabaseAccess;
  /** What the database is to be called. */
  readonly name: string;
  /** What it was called when it was dumped, to find what is known of it. */
  readonly dumpedName: string;
  readonly dump: AsyncIterable<Uint8Array>;
  /** Undefined where nothing was written down. */
  readonly about: AboutDump | undefined;
  /** Whether a database of that name is put aside for it. */
  readonly replaces: boolean;
  readonly limitMs: number;
  readonly nowMs: number;
  /** Told of a half-filled database that could not be removed. */
  readonly onStays?: (name: string) => void;
};

export type RestoredDatabase = {
  readonly name: string;
  /** What the one before is called now; null where there was none. */
  readonly replacedAs: string | null;
  readonly tables: number;
  readonly rows: number;
  /** Whether users own what they owned; not where the server lacks some of them, or who signs in may not say so. */
  readonly keptOwners: boolean;
};

/** Even after somebody has cancelled. */
const TIDY_MS = 60_000;
/** Some thousands of tables take minutes. */
const HAND_OVER_MS = 60 * 60_000;

/**
 * Fills a new database under a name of its own, and gives it the wanted name when it is whole. What has that name until then is renamed,
 * never removed.
 *
 * @throws {BackstayError} DATABASE_EXISTS, DATABASE_NOT_RESTORED, what signing in throws; the half-filled database is removed
 */
export async function restoreDatabase(
  { access, name, dumpedName, dump, about, replaces, limitMs, nowMs, onStays }: DatabaseRestore,
  signal: AbortSignal,
): Promise<RestoredDatabase> {
  return await withServer(access, signal, async (server) => {
    const found = await server.look(signal);
    const before = sameName(name, found);
    if (before !== undefined && !replaces)
      throw new BackstayError("DATABASE_EXISTS", { name, server: whereText(access) });
    const keepsOwners =
      about !== undefined && found.mayReadUsers && about.roles.every((role) => found.roles.includes(role));
    const properties = about?.databases.find((one) => one.name === dumpedName)?.properties ?? {};
    // of processes of this computer that were killed: nobody fills them any more
    for (const left of found.unfinished.filter((one) => isLeftUnfinished(one)))
      await server.removeIdle(left, signal);
    const unfinished = nameUnfinished();
    try {
      await server.fill({ name: unfinished, dump, properties, keepsOwners, limitMs }, signal);
      const counted = await server.count(unfinished, signal);
      const aside = before === undefined ? null : { from: before, to: nameAside(before, nowMs, found) };
      await handOver(server, unfinished, name, aside, signal);
      const replacedAs = aside?.to ?? null;
      return { name, replacedAs, ...counted, keptOwners: keepsOwners };
    } catch (error) {
      const stays = (await tidy(server, unfinished)) ? undefined : unfinished;
      if (stays !== undefined) onStays?.(stays);
      throw notRestoredAs(access, { name, dumpedName }, error, stays);
    }
  });
}

/** A person knows it by the name it was to have, whatever was done when it failed. */
function notRestoredAs(
  access: DatabaseAccess,
  { name, dumpedName }: Pick<DatabaseRestore, "name" | "dumpedName">,
  error: unknown,
  stays: string | undefined,
): unknown {
  if (isBackstayError(error, "DUMP_CUT_OFF"))
    return new BackstayError("DUMP_CUT_OFF", { database: dumpedName }, { cause: error });
  const told = notRestored(access, name, error);
  if (!isBackstayError(told, "DATABASE_NOT_RESTORED")) return told;
  const details = { ...told.details, name, ...(stays === undefined ? {} : { stays }) };
  return new BackstayError("DATABASE_NOT_RESTORED", details, { cause: error });
}

/** Nothing is there under the name for a moment, and never something half. Once begun it is done, or undone, whoever cancels. */
async function handOver(
  server: DatabaseServerSession,
  unfinished: string,
  name: string,
  aside: { readonly from: string; readonly to: string } | null,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  const unstoppable = () => AbortSignal.timeout(HAND_OVER_MS);
  if (aside !== null) await server.rename(aside.from, aside.to, unstoppable());
  try {
    await server.rename(unfinished, name, unstoppable());
  } catch (error) {
    if (aside !== null) await server.rename(aside.to, aside.from, unstoppable());
    throw error;
  }
}

/** @returns whether nothing of it is left. That it fails takes nothing from what went wrong before: the server may be gone */
async function tidy(server: DatabaseServerSession, unfinished: string): Promise<boolean> {
  try {
    await server.remove(unfinished, AbortSignal.timeout(TIDY_MS));
    return true;
  } catch {
    return false;
  }
}

/** @returns what the database with this name is called there; on some servers names that differ by case are the same */
function sameName(name: string, { databases, foldsCase }: FoundServer): string | undefined {
  const same = (other: string) => (foldsCase ? other.toLowerCase() === name.toLowerCase() : other === name);
  return databases.find((one) => same(one.name))?.name;
}

/** @returns the name with the time, which is free and no longer than servers take */
function nameAside(name: string, nowMs: number, found: FoundServer): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/\D/g, "").slice(0, 14);
  for (let n = 1; ; n += 1) {
    const ending = `${REPLACED}${stamp}${n === 1 ? "" : `_${n}`}`;
    const aside = `${cut(name, 63 - ending.length)}${ending}`;
    if (sameName(aside, found) === undefined) return aside;
  }
}

/** @returns as much of a text as has room, without a character cut in two */
function cut(text: string, bytes: number): string {
  let kept = "";
  for (const character of text) {
    if (Buffer.byteLength(kept + character) > bytes) break;
    kept += character;
  }
  return kept;
}
