import type { Finding } from "../../../../shared/model/health-verdict.ts";
import { isWithoutRedundancy } from "../../reading/redundancy.ts";
import { unreadableDetails } from "../unreadable-details.ts";
import type { ArrayFacts, ArrayRule, ArrayState } from "./array-facts.ts";

/**
 * The signals themselves, where they do not agree: sources look at different things, and the one that knows less often calls fine
 * what the other knows to be broken. Of a degraded array one is kept as the proof; other reasons hold the tool's word anyway.
 */
export const reportedStates: ArrayRule = (facts) => {
  const { signals } = facts.reading;
  const said = new Set(signals.map(({ state }) => state).filter((state) => state !== "unknown"));
  const differ = said.size > 1;
  const kept = differ
    ? signals.filter(({ state }) => state !== "unknown")
    : signals.filter(({ state }) => state === "degraded").slice(0, 1);
  return kept.map(({ source, text, state }): Finding => {
    const level = differ ? levelOf(state, facts) : "note";
    return { code: "ARRAY_STATE_REPORTED", level, details: { source, text } };
  });
};

function levelOf(state: ArrayState, { isBeingRebuilt }: ArrayFacts): Finding["level"] {
  if (state === "ok" || state === "unknown") return "note";
  if (state === "degraded") return isBeingRebuilt ? "warning" : "failing";
  return "failed";
}

/** No word that is understood, or something that could not be read: that is no reason to be calm. */
export const unreadable: ArrayRule = ({ reading, state }) => {
  const findings = reading.gaps.map(
    (gap): Finding => ({ code: "ARRAY_UNREADABLE", level: "unknown", details: unreadableDetails(gap) }),
  );
  if (findings.length > 0 || state !== "unknown") return findings;
  const text = reading.signals.map((signal) => `${signal.source}: ${signal.text}`).join("; ");
  return { code: "ARRAY_STATE_UNKNOWN", level: "unknown", details: { text } };
};

/** By design, and worth knowing. */
export const withoutRedundancy: ArrayRule = ({ reading: { level } }) =>
  isWithoutRedundancy(level) ? { code: "ARRAY_NO_REDUNDANCY", level: "note", details: { level } } : undefined;

/** Some levels stand beside others in one file system or pool, of which the weakest decides about what lies in it. */
export const partlyUnprotected: ArrayRule = ({ reading: { level } }) => {
  const parts = level?.split(" + ") ?? [];
  const weak = parts.filter(isWithoutRedundancy);
  if (level === null || weak.length === 0 || weak.length === parts.length) return undefined;
  return { code: "ARRAY_PARTLY_UNPROTECTED", level: "warning", details: { level } };
};

export const quirks: ArrayRule = ({ reading }) =>
  reading.quirks.map((quirk): Finding => ({ code: "ARRAY_QUIRK", level: "note", details: { quirk } }));
