import { realpath } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { BackstayError, hasSystemCode, isBackstayError, systemCodeOf } from "../../../shared/errors.ts";
import type { Stores } from "../../catalog/open-stores.ts";
import type { Clock } from "../../clock.ts";
import { askPlace, requireAnswer } from "../../platform/ask-place.ts";
import { createAddressBook } from "./address-book.ts";
import type { Ground } from "./disks-under.ts";
import { groundOfPath, groundOnServer, type WatchedFacts } from "./ground-of.ts";
import { placeOfLocation } from "./server-of-location.ts";

/** What sources and repositories lie on, from what was read of the watched machines. */
export type Grounds = {
  /**
   * Never waits: where a path of this machine really leads to, and which addresses a name stands for, is looked up beside, and told
   * by `onChange`.
   *
   * @param location a path of this machine, or a repository's location
   */
  of(location: string): Ground;
  /** Resolves when what was asked about is looked up, or takes too long. */
  settled(): Promise<void>;
};

export type GroundsParts = {
  readonly stores: Pick<Stores, "watchedHosts" | "healthSubjects" | "hostLayouts">;
  readonly clock: Clock;
  /** A path turned out to lead somewhere else than was known. */
  readonly onChange?: () => void;
  /** Something nobody expected while a path or a name was looked up. */
  readonly onError: (error: unknown) => void;
};

/** Somebody may turn a link to another disk. */
const LOOK_AGAIN_MS = 5 * 60_000;
const LOOK_LIMIT_MS = 10_000;

type Lookup = { real: string | undefined; askedMs: number; asking: Promise<void> | undefined };

export function createGrounds({ stores, clock, onChange, onError }: GroundsParts): Grounds {
  const lookups = new Map<string, Lookup>();
  const book = createAddressBook({ clock, onError, ...(onChange === undefined ? {} : { onChange }) });

  const lookUp = (path: string): Lookup => {
    const lookup = lookups.get(path) ?? { real: undefined, askedMs: -Infinity, asking: undefined };
    lookups.set(path, lookup);
    const nowMs = clock.nowMs();
    if (lookup.asking !== undefined || Math.abs(nowMs - lookup.askedMs) < LOOK_AGAIN_MS) return lookup;
    lookup.askedMs = nowMs;
    const late = () => new BackstayError("STORE_VANISHED", { location: path });
    lookup.asking = requireAnswer(path, LOOK_LIMIT_MS, late)
      .then(() => askPlace(path, LOOK_LIMIT_MS, () => realPathOf(path), late))
      // one that does not answer is where it was; or where its name says, for a share that hangs is still that share
      .catch((error: unknown) => {
        if (!isBackstayError(error) && systemCodeOf(error) === undefined) onError(error);
        return lookup.real ?? path;
      })
      .then((real) => {
        const isNews = real !== lookup.real;
        lookup.real = real;
        lookup.asking = undefined;
        if (isNews) onChange?.();
      });
    return lookup;
  };

  const facts = (): WatchedFacts => ({
    hosts: stores.watchedHosts.list(),
    layoutOf: stores.hostLayouts.get,
    subjects: stores.healthSubjects.list(),
    book,
  });

  return {
    of(location) {
      const place = placeOfLocation(location);
      if (place === undefined) return { kind: "unknown", reason: "not-watched", hostId: null };
      if (typeof place !== "string") return groundOnServer(place, facts());
      const { real } = lookUp(place);
      if (real === undefined) return { kind: "unknown", reason: "not-looked-up", hostId: null };
      return groundOfPath(real, facts());
    },
    async settled() {
      await Promise.all([...[...lookups.values()].map(({ asking }) => asking), book.settled()]);
    },
  };
}

/** Of what is not there, the real path of the folder it would be in. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if (!hasSystemCode(error, "ENOENT", "ENOTDIR") || parent === path) return path;
    return join(await realPathOf(parent), basename(path));
  }
}
