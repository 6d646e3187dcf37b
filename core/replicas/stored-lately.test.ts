import { expect, test } from "vitest";
import type { JobId } from "../../shared/ids.ts";
import { createStoredLately } from "./stored-lately.ts";

const [BACKUP, NEXT, COPY, BOTH] = ["backup", "next", "copy", "both"] as unknown as [
  JobId,
  JobId,
  JobId,
  JobId,
];
const [nas, shelf] = ["/nas", "/shelf"];
const JOBS = new Map<JobId, { kind: string; input: unknown }>([
  [BACKUP, { kind: "backup", input: { repository: { location: nas } } }],
  [NEXT, { kind: "backup", input: { repository: { location: nas } } }],
  [
    COPY,
    {
      kind: "replicate",
      input: { repository: { location: nas }, target: { location: shelf }, bothWays: false },
    },
  ],
  [
    BOTH,
    {
      kind: "replicate",
      input: { repository: { location: nas }, target: { location: shelf }, bothWays: true },
    },
  ],
]);

function made() {
  const clock = { ms: 1_000, nowMs: () => clock.ms };
  const stored = createStoredLately((id) => JOBS.get(id), clock);
  const note = (id: JobId, bytes: number, phase = "save") => {
    clock.ms += 1_000;
    stored.note(id, { phase, filesDone: 0, bytesDone: phase === "copy" ? bytes : 9_999, bytesStored: bytes });
    return stored.lastMs(phase === "copy" ? shelf : nas);
  };
  return { stored, note };
}

test("what was stored counts when it rose, not when it was only read or told again", () => {
  const { note, stored } = made();
  expect(note(BACKUP, 0)).toBeUndefined();
  expect(note(BACKUP, 100)).toBe(3_000);
  expect(note(BACKUP, 100)).toBe(3_000);
  expect(note(BACKUP, 200)).toBe(5_000);
  expect(stored.lastMs(shelf)).toBeUndefined();
});

test("another job's first report is no sign that something was stored just now", () => {
  const { note } = made();
  note(BACKUP, 0);
  expect(note(BACKUP, 100)).toBe(3_000);
  expect(note(NEXT, 5_000)).toBe(3_000);
  expect(note(NEXT, 6_000)).toBe(5_000);
});

test("copying counts where it copies to, unless it goes both ways and nobody knows", () => {
  const { note, stored } = made();
  for (const bytes of [0, 50]) note(COPY, bytes, "copy");
  expect(stored.lastMs(shelf)).toBe(3_000);
  for (const bytes of [0, 50]) note(BOTH, bytes, "copy");
  expect(stored.lastMs(shelf)).toBe(3_000);
  expect(stored.lastMs(nas)).toBeUndefined();
});
