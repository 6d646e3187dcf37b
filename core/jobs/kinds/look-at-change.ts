import { isBackstayError } from "../../../shared/errors.ts";
import type { MadeSnapshot } from "../../backup/make-snapshot.ts";
import type { ChangeGuard } from "../../guard/change-guard.ts";
import type { Watched } from "../../guard/watch-change.ts";
import type { JobContext } from "../define-job.ts";

const ROTTEN = {
  silent: "the content has changed and nothing else, as on a disk that loses bits",
  undated: "the content has changed, and its date has not",
} as const;

/** What has changed since the backup before, and what of it is suspicious. The backup is good whatever is found, or cannot be. */
export async function lookAtChange(
  made: MadeSnapshot,
  tags: readonly string[],
  guard: ChangeGuard,
  { signal, log }: JobContext,
  looksAt: "files" | "stored" = "files",
): Promise<Watched | undefined> {
  const { watchChange } = await import("../../guard/watch-change.ts");
  try {
    const watched = await watchChange(made, tags, guard, signal, looksAt);
    const { change, rot } = watched ?? {};
    for (const { path, kind } of rot?.files ?? [])
      log({ level: "warning", text: ROTTEN[kind], facts: { path } });
    if (change !== undefined && change.suspicions.length > 0)
      log({
        level: "warning",
        text: "what has changed since the backup before is suspicious",
        facts: {
          ...change.facts,
          examples: change.facts.examples.join(", "),
          why: change.suspicions.join(", "),
        },
      });
    return watched;
  } catch (error) {
    const reason = isBackstayError(error) ? error.code : `${error}`;
    log({ level: "warning", text: "what has changed could not be looked at", facts: { reason } });
    return undefined;
  }
}
