/** The part of the restore job that makes a database of a dump again. */
import { z } from "zod";
import { BackstayError } from "../../../shared/errors.ts";
import { databaseAt } from "../../../shared/format/database-path.ts";
import { SourceIdText, TreePath } from "../../../shared/model/primitives.ts";
import { DatabaseDraft } from "../../../shared/model/source.ts";
import { ABOUT_FILE, AboutDump } from "../../databases/layout.ts";
import { type RawPath, rawPathFromText, rawPathToText } from "../../platform/raw-path.ts";
import type { IndexedRepository } from "../../repository/repository.ts";
import type { SnapshotRoot } from "../../restore/browse/find-path.ts";
import type { JobContext } from "../define-job.ts";
import type { JobResult } from "../job.ts";
import { machineSecretsAmong } from "./machine-secrets.ts";
import { describeReading, ReadPlace, withReadable } from "./with-readable.ts";

/** What signs in to the server comes as the secret `sourcePassword`. */
export const DatabaseRestoreInput = z.strictObject({
  repository: ReadPlace,
  snapshot: z.string().min(1),
  /** Of the dump. */
  path: TreePath.transform((path) => path as RawPath),
  database: z.strictObject({
    /** Whose server it goes into. */
    sourceId: SourceIdText,
    access: DatabaseDraft.pick({
      kind: true,
      server: true,
      through: true,
      user: true,
      tls: true,
      caFile: true,
      programFolder: true,
    }),
    name: z.string().min(1),
    replaces: z.boolean(),
  }),
});

/** A day: large databases take hours to be filled. */
const LIMIT_MS = 24 * 3_600_000;
const MAX_ABOUT_BYTES = 16 * 1024 * 1024;

export async function restoreIntoDatabase(
  input: z.infer<typeof DatabaseRestoreInput>,
  context: JobContext,
): Promise<JobResult> {
  const { restoreDatabase } = await import("../../databases/restore-database.ts");
  const { loadSnapshots } = await import("../../repository/snapshots/load-snapshots.ts");
  const { findSnapshot } = await import("../../repository/snapshots/find-snapshot.ts");
  const { loadIndex } = await import("../../repository/index/load-index.ts");
  const { findPath } = await import("../../restore/browse/find-path.ts");
  const { dumpFile } = await import("../../restore/browse/dump-file.ts");
  const { signal, secrets } = context;
  const { access, name, replaces } = input.database;
  const path = rawPathToText(input.path);
  const dumped = databaseAt(path);
  if (dumped === undefined)
    throw new BackstayError("DUMP_NOT_USABLE", {
      path,
      reason: path.endsWith(".incomplete") ? "incomplete" : "not-a-dump",
    });
  if (dumped.kind !== access.kind) throw new BackstayError("DUMP_NOT_USABLE", { path, reason: "other-kind" });
  const { result, readFrom } = await withReadable(input.repository, context, async (opened, cache) => {
    const { snapshots } = await loadSnapshots(opened, cache, signal);
    const { snapshot } = findSnapshot(snapshots, input.snapshot);
    const repository = await loadIndex(opened, cache, signal);
    const file = await findPath(repository, snapshot, input.path, signal);
    const about = await readAbout(repository, snapshot, `${dumped.folder}/${ABOUT_FILE}`, signal);
    let bytesDone = 0;
    const total = file.node?.sizeBytes;
    async function* reported(): AsyncGenerator<Uint8Array> {
      for await (const piece of dumpFile(repository, file, signal)) {
        yield piece;
        bytesDone += piece.length;
        context.reportProgress({
          ...{ phase: "restore", filesDone: 0, bytesDone, currentPath: path, filesTotal: 1 },
          ...(total === undefined ? {} : { bytesTotal: total }),
        });
      }
    }
    const order = { name, replaces, about, dumpedName: dumped.name, dump: reported() };
    const restored = await restoreDatabase(
      {
        ...order,
        access: {
          ...{ ...access, password: secrets.sourcePassword },
          machineSecrets: machineSecretsAmong(secrets),
        },
        limitMs: LIMIT_MS,
        nowMs: Date.now(),
        onStays: (database) =>
          context.log({
            level: "warning",
            text: "what had been filled could not be removed",
            facts: { database },
          }),
      },
      signal,
    );
    return { ...restored, bytes: bytesDone };
  });
  const reading = describeReading(readFrom);
  const { tables, rows, bytes, ...database } = result;
  return {
    problemCount: 0,
    summary: {
      ...reading.summary,
      counts: { tables, rows, bytesRestored: bytes, ...reading.counts },
      database,
      problems: [],
    },
  };

  async function readAbout(
    repository: IndexedRepository,
    snapshot: SnapshotRoot,
    at: string,
    until: AbortSignal,
  ): Promise<AboutDump | undefined> {
    try {
      const file = await findPath(repository, snapshot, rawPathFromText(at), until);
      if ((file.node?.sizeBytes ?? 0) > MAX_ABOUT_BYTES) return undefined;
      const pieces: Uint8Array[] = [];
      for await (const piece of dumpFile(repository, file, until)) pieces.push(piece);
      return AboutDump.parse(JSON.parse(Buffer.concat(pieces).toString("utf8")));
    } catch (error) {
      until.throwIfAborted();
      context.log({
        level: "warning",
        text: "what is known of the database could not be read",
        facts: { reason: `${error}` },
      });
      return undefined; // then it is made with what the server takes by itself
    }
  }
}
