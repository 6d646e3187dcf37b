/** Looks at files of this machine, in a thread of its own: a share that does not answer keeps it waiting, and nobody else. */
import type { TodayState } from "../../../shared/model/browse.ts";
import { thisThread } from "../../threads/this-thread.ts";
import { compareWithDisk, type PlacedEntry } from "./compare-with-disk.ts";

export type ToTodayThread = { readonly id: number; readonly entries: readonly PlacedEntry[] };
export type FromTodayThread = { readonly id: number; readonly states: readonly (TodayState | null)[] };

const { send, onMessage } = thisThread<undefined, ToTodayThread, FromTodayThread>();

onMessage(({ id, entries }) => send({ id, states: entries.map(compareWithDisk) }));
