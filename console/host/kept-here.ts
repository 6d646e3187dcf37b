import {
  type KeptSnapshots,
  keptSnapshots,
  NOTHING_KEPT,
  readKeptSnapshots,
} from "../../core/guard/kept-snapshots.ts";
import type { Repository } from "../../core/repository/repository.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { CommandContext } from "../context.ts";
import { dataFolderOf, findHost } from "../host-client/with-host.ts";

const LIMIT = 500;

/**
 * What this user's Backstay wants to be kept, whether it runs or not. A help and no guarantee: another user, another computer and
 * other programs know nothing of it.
 */
export async function keptHere({ env }: Pick<CommandContext, "env">): Promise<KeptSnapshots> {
  // without any of them it is no user's shell, and nobody's data folder is meant
  if (env.BACKSTAY_HOME === undefined && env.HOME === undefined && env.XDG_DATA_HOME === undefined)
    return NOTHING_KEPT;
  try {
    const host = await findHost(env);
    if (host === undefined) return readKeptSnapshots(dataFolderOf(env));
    try {
      const { pins } = await host.call("snapshots.pins", { repositoryId: null });
      const { alerts } = await host.call("alerts.list", { which: "open", limit: LIMIT });
      return keptSnapshots(
        pins,
        alerts.map(({ subject }) => subject),
      );
    } finally {
      host.close();
    }
  } catch {
    return NOTHING_KEPT; // a broken or foreign catalog must not keep anybody from working on a repository
  }
}

/** @throws {BackstayError} PRUNE_WAITS while something in the repository looks suspicious, and nobody has said that it was meant */
export function refuseHeld({ id, store }: Pick<Repository, "id" | "store">, { held }: KeptSnapshots): void {
  if (held.some(({ repositoryId }) => repositoryId === id))
    throw new BackstayError("PRUNE_WAITS", { name: store.location, reason: "suspicious" });
}
