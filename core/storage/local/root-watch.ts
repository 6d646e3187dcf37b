import { stat } from "node:fs/promises";
import { BackstayError } from "../../../shared/errors.ts";
import { isNotThere } from "./presence.ts";

/** Notices that another folder stands where the repository was: a share that was unmounted, another disk, a link that was moved. */
export type RootWatch = {
  /** Remembers which folder it is, unless it is remembered already. To be called when something was found in it. */
  remember(): Promise<void>;
  /**
   * To be called before something is changed there, before it gets its name, and after.
   * @throws {BackstayError} STORE_VANISHED when it is not the folder that was remembered
   */
  requireSame(): Promise<void>;
};

/**
 * A path is no place: whoever works on one for hours would go on in whatever comes to stand there, and call done what lies somewhere
 * else. The folder itself is told by its file system and its number there.
 */
export function watchRoot(root: string): RootWatch {
  let known: string | undefined;
  return {
    async remember() {
      known ??= await identityOf(root);
    },
    async requireSame() {
      if (known === undefined) return;
      if ((await identityOf(root)) !== known) throw new BackstayError("STORE_VANISHED", { location: root });
    },
  };
}

/** @returns undefined when there is none */
async function identityOf(folder: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(folder, { bigint: true });
    return `${dev} ${ino}`;
  } catch (error) {
    if (isNotThere(error)) return undefined;
    throw error;
  }
}
