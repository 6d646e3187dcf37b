import { createHash } from "node:crypto";
import type { SshMachine } from "../../shared/model/ssh-machine.ts";

/** The tag by which the snapshots of a source are known, whatever its paths are now. */
export function sourceTag(sourceId: string): string {
  return `backstay:source=${sourceId}`;
}

/** Of a snapshot that lacks what its source should have given: older ones that are whole are worth more. */
export const INCOMPLETE_TAG = "backstay:incomplete";

/** Of a snapshot of what programs wrote: nothing in it ever was a file of a computer. */
export const DUMP_TAG = "backstay:dump";

/**
 * The tag of the machine, and the account there, that folders were read from: what another one calls the same is another thing.
 */
export function machineTag({ address, port, user, hostKey }: SshMachine): string {
  const account = JSON.stringify([address.toLowerCase(), port, user, hostKey]);
  return `backstay:machine=${createHash("sha256").update(account).digest("hex").slice(0, 16)}`;
}

/** @returns the tag of the source that a snapshot with these tags is of; undefined for one of another program */
export function sourceTagOf(tags: readonly string[]): string | undefined {
  return tags.find((tag) => tag.startsWith(sourceTag("")));
}
