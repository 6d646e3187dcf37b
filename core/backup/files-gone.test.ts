import { rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { officeHost } from "../../test/support/office-host.ts";
import { countFilesGone, type GoneFacts } from "./files-gone.ts";

const counts = (filesNew: number, filesChanged: number, filesUnmodified: number) => ({
  filesNew,
  filesChanged,
  filesUnmodified,
  totalFilesProcessed: filesNew + filesChanged + filesUnmodified,
});
const usual: GoneFacts = {
  mode: "incremental",
  parent: { summary: { counts: counts(1, 2, 7) } } as never,
  tally: { filesChanged: 3, filesUnmodified: 5 },
  ...{ lostFolders: 0, problemCount: 0 },
};

test("what was not met again is gone, and what cannot be told is not guessed", () => {
  expect(countFilesGone(usual)).toBe(2);
  for (const doubt of [
    { mode: "differential" },
    { mode: "full" },
    { parent: undefined },
    { parent: { summary: undefined } },
    { parent: { summary: { counts: { ...counts(1, 2, 7), totalFilesProcessed: 11 } } } },
    { tally: { filesChanged: 8, filesUnmodified: 8 } },
    { lostFolders: 1 },
    { problemCount: 1 },
  ] as const)
    expect(
      countFilesGone({ ...usual, ...(doubt as Partial<GoneFacts>) }),
      JSON.stringify(doubt),
    ).toBeUndefined();
});

test("a run says how many files are gone since the one before", async () => {
  const { host, plan, path } = await officeHost();
  const run = async () =>
    (await host.ended((await host.call("plans.run", { planId: plan.id })).runId)).filesGone;
  writeFileSync(path("documents", "draft.txt"), "not for long");
  expect(await run()).toBeNull(); // nothing before
  rmSync(path("documents", "draft.txt"));
  rmSync(path("documents", "deeds"), { recursive: true });
  writeFileSync(path("documents", "new.txt"), "new");
  expect(await run()).toBe(2);
  expect(await run()).toBe(0);
});
