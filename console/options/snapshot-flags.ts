import { resolve } from "node:path";
import type { Command } from "commander";
import { parseTagList, type SnapshotFilter } from "../../core/repository/snapshots/filter-snapshots.ts";
import { type Environment, variable } from "../environment.ts";
import { collect } from "./repeatable.ts";

/** Flags that choose among snapshots. */
export type SnapshotFlags = {
  readonly host: readonly string[];
  readonly tag: readonly string[];
  readonly path: readonly string[];
};

/** @param options `forget` has no `-H` for the host, because there it means `--keep-hourly` */
export function addSnapshotFlags(
  command: Command,
  options: { readonly shortHost: boolean } = { shortHost: true },
): void {
  command
    .option(
      `${options.shortHost ? "-H, " : ""}--host <host>`,
      "only snapshots of this host; several are alternatives",
      collect,
      [],
    )
    .option(
      "--tag <tags>",
      "only snapshots with all of these tags, separated by commas; several are alternatives",
      collect,
      [],
    )
    .option("--path <path>", "only snapshots of this path; several must all be in it", collect, []);
}

/** `BACKSTAY_HOST`, or `RESTIC_HOST`, stands for `--host` where that is not given. */
export function snapshotFilter(flags: SnapshotFlags, env: Environment): SnapshotFilter {
  const host = variable("HOST", env);
  return {
    hosts: flags.host.length === 0 && host !== undefined ? [host] : flags.host.filter((name) => name !== ""),
    tags: flags.tag.map(parseTagList),
    paths: flags.path.map((path) => resolve(path)),
  };
}
