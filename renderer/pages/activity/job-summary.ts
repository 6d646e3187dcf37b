import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import type { JobView } from "../../../shared/model/job.ts";
import type { Format } from "../../components/use-format.ts";
import type { SpokenVerdict } from "../../components/verdict.tsx";
import { useDescribe } from "../../host/describe.ts";

/** The shape of a state; undefined for those that are drawn as a quiet sign: done, cancelled. */
export function verdictOfJob({ state, isPaused }: JobView): SpokenVerdict | undefined {
  switch (state) {
    case "queued":
      return "waiting";
    case "running":
      return isPaused ? "paused" : "working";
    case "done-with-problems":
    case "interrupted":
      return "warning";
    case "failed":
      return "failed";
    case "done":
    case "cancelled":
      return undefined;
  }
}

/** @returns what makes one line of what a job came to */
export function useJobSummary(format: Format): (job: JobView) => string {
  const { t } = useTranslation("activity");
  const { t: common } = useTranslation();
  const describe = useDescribe();
  return useCallback(
    (job) => {
      if (job.state === "failed" && job.error !== null) return describe(job.error).message;
      const { counts } = job;
      const results: string[] = [];
      if (counts !== null) {
        if (job.kind === "backup") {
          const { filesNew = 0, filesChanged = 0, bytesStored = 0 } = counts;
          const bytes = format.bytes(bytesStored);
          results.push(
            filesNew + filesChanged === 0
              ? t("unchanged", { bytes })
              : t("changed", { new: format.count(filesNew), changed: format.count(filesChanged), bytes }),
          );
        } else if (job.kind === "restore") {
          const { filesRestored = 0, bytesRestored = 0 } = counts;
          const { tables = 0 } = counts;
          if (job.database !== undefined)
            results.push(
              t("restoredDatabase", {
                count: tables,
                name: job.database.name,
                bytes: format.bytes(bytesRestored),
              }),
            );
          else
            results.push(
              filesRestored === 0
                ? t("restoredNothing")
                : t("restored", { count: filesRestored, bytes: format.bytes(bytesRestored) }),
            );
          const { badObjects = 0 } = counts;
          if (badObjects > 0) results.push(t("readElsewhere", { count: badObjects }));
        } else if (job.kind === "check") {
          const { snapshots = 0 } = counts;
          results.push(t("checked", { count: snapshots }));
        } else if (job.kind === "repair") {
          const { packsLeftOut = 0, piecesSaved = 0 } = counts;
          results.push(
            packsLeftOut === 0
              ? t("repairedNothing")
              : t("repaired", { count: packsLeftOut, saved: format.count(piecesSaved) }),
          );
        } else if (job.kind === "heal") {
          const { objectsHealed = 0 } = counts;
          results.push(objectsHealed === 0 ? t("healedNothing") : t("healed", { count: objectsHealed }));
        } else if (job.kind === "drill") {
          const { filesTried = 0, replicas = 0, replicasPassed = 0 } = counts;
          results.push(t("drilled", { count: filesTried, passed: replicasPassed, replicas }));
          const { databases = 0, databasesRestored = 0 } = counts;
          if (databases > 0)
            results.push(t("drilledDatabases", { count: databases, restored: databasesRestored }));
        } else if (job.kind === "replicate") {
          const { snapshotsCopied = 0, bytesCopied = 0 } = counts;
          results.push(
            snapshotsCopied === 0
              ? t("replicatedNothing")
              : t("replicated", { count: snapshotsCopied, bytes: format.bytes(bytesCopied) }),
          );
        }
      }
      if (job.problemCount > 0) results.push(t("problems", { count: job.problemCount }));
      if (job.isPaused) results.push(common("progress.paused"));
      if (results.length === 0) return t(`state.${job.state}`);
      return results.reduce((first, second) => t("and", { first, second }));
    },
    [common, describe, format, t],
  );
}
