import { parseJson } from "../../core/repository/format/go-json.ts";
import { encodeSnapshot, type Snapshot } from "../../core/repository/format/snapshot.ts";
import type { StoredSnapshot } from "../../core/repository/snapshots/load-snapshots.ts";
import { shortId } from "../../shared/ids.ts";

/** A snapshot as its file says it, without the id: what restic calls a snapshot in `cat` and in the reasons of `forget`. */
export function snapshotDocument(snapshot: Snapshot): Readonly<Record<string, unknown>> {
  return parseJson(Buffer.from(encodeSnapshot(snapshot)).toString()) as Readonly<Record<string, unknown>>;
}

/** A snapshot as restic's JSON has it: its document, with its id long and short. */
export function snapshotJson(snapshot: StoredSnapshot): Readonly<Record<string, unknown>> {
  const { id, ...document } = snapshot;
  return { ...snapshotDocument(document), id, short_id: shortId(id) };
}
