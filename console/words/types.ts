import type { BackupMode } from "../../core/backup/backup-mode.ts";
import type { EntryAction, ProblemReason } from "../../core/backup/messages.ts";
import type { RestoreProblemReason } from "../../core/restore/problem.ts";
import type { PackHeaderFault } from "../../shared/listing-faults.ts";
import type { AlertsWords } from "./alerts-words.ts";
import type { CheckWords } from "./check-words.ts";
import type { HealthWords } from "./health-words.ts";
import type { HostWords } from "./host-words.ts";
import type { WatchingWords } from "./watching-words.ts";

/** What the command line says besides errors, in one language. File names in it are made safe by whoever prints them. */
export type ConsoleWords = {
  readonly progress: {
    files(done: string, total: string | undefined): string;
    remaining(clock: string): string;
    scanning: string;
  };
  readonly password: {
    ask(location: string): string;
    askNew: string;
    askAgain: string;
    different: string;
    wrong: string;
    fromStdin: string;
    empty: string;
    commandFailed(program: string, how: string): string;
    endedWith(status: string): string;
    cannotRun: string;
  };
  /** `why` is a whole sentence. */
  withoutCache(why: string): string;
  untilReachable(why: string): string;
  withoutLock: string;
  lockLeft(why: string): string;
  opened(id: string, version: number, cacheFolder: string | undefined): string;
  readonly columns: Readonly<Record<ColumnTitle, string>>;
  readonly problems: Readonly<Record<ProblemReason, string>>;
  /** Beyond those that are listed. */
  furtherProblems(count: number): string;
  readonly init: {
    made(id: string, location: string): string;
    keepPassword: string;
    alike(id: string): string;
  };
  readonly backup: {
    mode(mode: BackupMode, parent: string | undefined): string;
    files(added: string, changed: string, unchanged: string): string;
    folders(added: string, changed: string, unchanged: string): string;
    added(bytes: string, storedBytes: string): string;
    wouldAdd(bytes: string): string;
    saved(id: string): string;
    notSaved: string;
    processed(files: number, bytes: string, duration: string): string;
    unreadable(count: number): string;
    /** What was done with an entry, in front of its path. */
    readonly actions: Readonly<Record<EntryAction, string>>;
    noMatch(pattern: string): string;
    noSuchSource(path: string): string;
    holdsRepository(location: string): string;
    parentLost(id: string, folders: number): string;
  };
  readonly snapshots: {
    count(count: number): string;
    group(description: string): string;
    broken(id: string): string;
    notFound(wanted: string): string;
    heading(id: string, paths: string, time: string): string;
    foundIn(id: string, time: string): string;
  };
  readonly diff: {
    heading(before: string, after: string): string;
    changed(files: number): string;
    added(files: number, folders: number, others: number, bytes: string): string;
    removed(files: number, folders: number, others: number, bytes: string): string;
  };
  readonly restore: {
    heading(id: string): string;
    restored(files: number, bytes: string): string;
    wouldRestore(files: number, bytes: string): string;
    /** Links, special files, and the second and later names of files, which `restored` does not count. */
    others(count: number, isDryRun: boolean): string;
    /** Not even a folder was restored, or was there already. */
    nothing: string;
    unchanged(files: number): string;
    skipped(files: number): string;
    verified(files: number): string;
    /** Heads a list of {@link renamedAs}. */
    renamed(entries: number): string;
    renamedAs(path: string, name: string): string;
    incomplete(count: number): string;
    readonly problems: Readonly<Record<RestoreProblemReason, string>>;
  };
  readonly phases: Readonly<Record<Phase, string>>;
  readonly check: CheckWords;
  readonly rebuild: {
    /** @param reason what is wrong with the list of contents, if that is damaged */
    leftOut(
      packId: string,
      reason: PackHeaderFault | undefined,
      savedBlobs: number,
      lostBlobs: number,
    ): string;
    forgotten(packs: number): string;
    done(packs: number, packsRead: number): string;
    backUpAgain(lostBlobs: number): string;
    pruneLeftOver: string;
  };
  readonly forget: {
    noRule: string;
    keep: string;
    remove: string;
    removed(count: number, ids: string): string;
    wouldRemove(count: number, ids: string): string;
  };
  readonly prune: {
    total(blobs: number, bytes: string): string;
    rewrite(packs: number, bytes: string, removedBytes: string): string;
    remove(packs: number, bytes: string): string;
    freed(bytes: string): string;
    remaining(bytes: string, unusedBytes: string, percent: string): string;
    dryRun: string;
    done: string;
  };
  readonly stats: {
    heading(mode: string, snapshots: number): string;
    files(count: number): string;
    blobs(count: number): string;
    uncompressed(bytes: string): string;
    compression(ratio: string, savedPercent: string): string;
    size(bytes: string): string;
  };
  readonly keys: { added(id: string): string; removed(id: string): string; changed(id: string): string };
  /** `damagedLeft`: locks that cannot be read and are too new to be removed. */
  unlocked(count: number, damagedLeft: number): string;
  readonly host: HostWords;
  readonly health: HealthWords;
  readonly alerts: AlertsWords;
  readonly watching: WatchingWords;
};

/** What jobs over a whole repository do, one after the other. */
export type Phase =
  | "index"
  | "packs"
  | "lost"
  | "find"
  | "compare"
  | "copy"
  | "heal"
  | "repack"
  | "remove"
  | "forget"
  | "stats";

export type ColumnTitle = "id" | "time" | "host" | "tags" | "paths" | "size" | "reasons" | "user" | "created";
