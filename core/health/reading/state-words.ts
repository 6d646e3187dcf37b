import type { ArrayMember, ControllerReading, DiskReading } from "../../../shared/model/health-reading.ts";

/** How a controller or NAS calls a disk. */
export type ReportedState = NonNullable<DiskReading["reported"]>["state"];
export type BatteryState = ControllerReading["battery"];
export type CacheState = ControllerReading["cache"];
export type ControllerState = ControllerReading["state"];

/** What a tool's words mean, the first that fits counts. A word that fits none is not understood, and never fine. */
export type StateWords<State extends string> = readonly (readonly [words: RegExp, state: State])[];

/** Longest state that is compared. */
const MAX_STATE = 200;

/** @returns what the tool's word for a state means, `unknown` when it is not in the list */
export function meaningOf<State extends string>(words: StateWords<State>, text: string): State | "unknown" {
  const state = text.slice(0, MAX_STATE).trim();
  return words.find(([pattern]) => pattern.test(state))?.[1] ?? "unknown";
}

/** What a member of an array is, by how its controller calls the disk. A disk that predicts its failure still holds its data. */
export const MEMBER_OF_REPORTED: Readonly<Record<ReportedState, ArrayMember["state"]>> = {
  ok: "ok",
  warning: "ok",
  failing: "ok",
  spare: "spare",
  unconfigured: "removed",
  rebuilding: "rebuilding",
  failed: "failed",
  missing: "missing",
  unknown: "unknown",
};
