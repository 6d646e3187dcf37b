/** Looks at a place that hangs, over and over, and then at one that does not; says as one line of JSON what came of it. */
import { stat } from "node:fs/promises";
import { listFolder } from "../../core/local-folders/list-folder.ts";
import { lookAtReplica } from "../../core/repositories/look-at-replica.ts";
import { isBackstayError } from "../../shared/errors.ts";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";

const [location = "", healthy = "", looks = "1"] = process.argv.slice(2);
const replica = {
  ...{ id: "1" as string as ReplicaId, repositoryId: "a".repeat(64) as string as RepositoryId, name: "NAS" },
  ...{ location, role: "active" as const, reach: "reachable" as const, checkedMs: 0, configSum: "" },
  ...{ freeBytes: null, totalBytes: null },
} as const;
const LIMIT_MS = 100;

const seen: unknown[] = [];
for (let n = 0; n < Number(looks); n += 1) {
  const { error } = await lookAtReplica(replica, {
    password: () => Promise.resolve(""),
    variables: () => Promise.resolve({}),
    clock: { nowMs: () => 1 },
    limitMs: LIMIT_MS,
  });
  seen.push(error?.code);
}
const list = () =>
  listFolder(location, LIMIT_MS).then(String, (error) =>
    isBackstayError(error) ? error.code : String(error),
  );
const listed = [await list(), await list()];
const others = (await stat(healthy)).isDirectory() ? "answers" : "no folder";
process.stdout.write(`${JSON.stringify({ looks: seen, listed, others })}\n`);
