import type { FsSnapshotKind, LivePart, LiveReason } from "../../../shared/model/moment.ts";
import type { VolumeMount } from "./volume-mounts.ts";

/** What is wanted as of one moment: a path without links, and what it is mounted on. */
export type MomentRequest = {
  readonly path: string;
  readonly mount: VolumeMount;
  /** Whether anything of this path below is backed up from the same mount. */
  readonly isWanted: (path: string) => boolean;
};

/** Where a path and what is below it can be read as of one moment. Where `at` is the path itself, it has to be read live. */
export type MomentPlace = {
  readonly path: string;
  readonly at: string;
  /** A folder with the same device in the original, and the same in the snapshot. */
  readonly device: { readonly live: string; readonly at: string };
};

export type TakenMoment = {
  /** The one that was asked for first, then parts below that are snapshots of their own. */
  readonly places: readonly MomentPlace[];
  /** Parts below of which no snapshot could be made. */
  readonly live: readonly LivePart[];
};

/**
 * One way to make snapshots of file systems, for one backup: what it has taken is its own to give back. Snapshots bear the names that
 * `nameNext` gives, by which those are known later whose makers ended without giving them back.
 */
export type FsSnapshots = {
  readonly kind: FsSnapshotKind;
  /** Whether this mount is of its kind; without regard to rights. */
  fits(mount: VolumeMount): Promise<boolean>;
  /** @throws {NoMoment} why it cannot be had */
  take(request: MomentRequest): Promise<TakenMoment>;
  /** Whether all that was taken can still be believed: a snapshot may fill up, or be removed by somebody. */
  isWhole(): Promise<boolean>;
  /** Removes what was taken. @returns names of what could not be removed */
  release(): Promise<readonly string[]>;
  /** Removes what `isLeftover` tells of a name. @returns how many were removed */
  removeLeftovers(isLeftover: (name: string) => boolean, mounts: readonly VolumeMount[]): Promise<number>;
};

/** A snapshot cannot be had; no failure, as files can be read live. */
export class NoMoment extends Error {
  readonly reason: LiveReason;
  readonly said: string | null;
  constructor(reason: LiveReason, said: string | null = null) {
    super(`no snapshot: ${reason}`);
    this.reason = reason;
    this.said = said;
  }
}
