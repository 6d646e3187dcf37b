/** An encryptor over an office's files, and ten weeks of people's work, through real backups. */
import { renameSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type ChangeFacts, USUAL_CHANGE_LIMITS } from "../../shared/model/change-guard.ts";
import { openEngine } from "../../test/support/engine.ts";
import { createOffice } from "../../test/support/office-tree.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import type { BackupOptions } from "../backup/run-backup.ts";
import { sourceTag } from "../backup/source-tag.ts";
import { rawPathFromText } from "../platform/raw-path.ts";
import type { WatchedChange } from "./change-guard.ts";
import { usualOf } from "./judge-change.ts";
import { NOTHING_ROTTEN } from "./rot-guard.ts";
import { watchChange } from "./watch-change.ts";

const TAGS = [sourceTag("office")];

const RECENT_MS = Date.UTC(2025);

/** What was written just now, as if on another day long ago: nobody takes it for being written while it was read then. */
function dateBack(path: string, day: number): void {
  const then = new Date(Date.UTC(2020, 0, day));
  utimesSync(path, then, then);
}

async function setUp(seed: string) {
  const folder = await tempFolder();
  const engine = await openEngine({
    location: join(folder, "repository"),
    password: "correct horse",
    init: 2,
  });
  onTestFinished(() => engine.close());
  const office = createOffice(join(folder, "office"), seed);
  const history: ChangeFacts[] = [];
  let day = 0;
  /** `unread`: a folder that could not be read */
  const backUp = async (
    mode: "incremental" | "full" = "incremental",
    {
      unread,
      looksAt,
      onceSaved,
      ...options
    }: Partial<BackupOptions> & {
      readonly unread?: string;
      readonly looksAt?: "files" | "stored";
      readonly onceSaved?: () => void;
    } = {},
  ): Promise<WatchedChange | undefined> => {
    const { signal } = new AbortController();
    day += 1;
    for (const path of office.all()) if (statSync(path).mtimeMs > RECENT_MS) dateBack(path, day);
    let change: WatchedChange | undefined;
    const onMade: NonNullable<Parameters<typeof engine.backUp>[2]>["onMade"] = async (made) => {
      onceSaved?.();
      const guard = {
        since: null,
        limits: USUAL_CHANGE_LIMITS,
        usual: usualOf(history, USUAL_CHANGE_LIMITS),
      };
      const problems =
        unread === undefined
          ? made.problems
          : [{ path: rawPathFromText(unread), reason: "unreadable", systemCode: "EIO" } as const];
      const watched = await watchChange(
        { ...made, problems },
        TAGS,
        { ...guard, rot: NOTHING_ROTTEN },
        signal,
        looksAt,
      );
      change = watched?.change;
      expect(watched?.rot, "nothing that people do by day changes a file without a new date").toBeUndefined();
    };
    await engine.backUp(office.folder, { tags: TAGS, mode, threads: 1, ...options }, { onMade });
    if (change !== undefined) history.push(change.facts);
    return change;
  };
  return { office, backUp };
}

test("ten ordinary weeks are not suspicious", async () => {
  const { office, backUp } = await setUp("ten weeks");
  expect(await backUp(), "the first has nothing to be compared with").toBeUndefined();
  for (const [week, rare] of office.rarely.entries())
    for (let day = 0; day < 5; day += 1) {
      office.work();
      if (day === week % 5) rare();
      expect(await backUp(), `day ${day} of week ${week}`).toMatchObject({ suspicions: [] });
    }
});

test.each([
  { what: "where they are", ending: "", bytes: undefined, suspicions: ["scrambled"] },
  { what: "only their beginnings", ending: "", bytes: 4_096, suspicions: ["scrambled"] },
  { what: "with an ending nobody knows", ending: ".x9k2", suspicions: ["scrambled", "renamed"] },
  {
    what: "with a known ending",
    ending: ".lockbit",
    suspicions: ["ransom-names", "scrambled", "renamed"],
  },
])("files that are encrypted, $what, are suspicious", async ({ what, ending, bytes, suspicions }) => {
  const { office, backUp } = await setUp(what);
  await backUp();
  office.work();
  await backUp();
  const count = office.all().length;
  office.encrypt(office.all(), ending, bytes);
  const change = await backUp();
  expect(change?.suspicions).toEqual(suspicions);
  expect(change?.facts.filesBefore).toBe(count);
  expect(change?.before.timeMs).toBeGreaterThan(0);
});

test("what was destroyed little by little, deleted, or found by a full backup, is suspicious as well", async () => {
  const { office, backUp } = await setUp("others");
  await backUp();
  const paths = office.all();
  office.encrypt(paths.slice(0, 60), "");
  expect(await backUp("full")).toMatchObject({
    suspicions: ["scrambled"],
    facts: { changed: 60, deleted: 0 },
  });
  for (const path of paths.slice(60)) rmSync(path);
  const change = await backUp();
  expect(change).toMatchObject({ suspicions: ["deleted"], facts: { deleted: paths.length - 60 } });
  expect(change?.facts.examples).toHaveLength(5);
});

test("what could not be read was not deleted", async () => {
  const { office, backUp } = await setUp("unreadable");
  await backUp();
  const folder = join(office.folder, "Projects");
  rmSync(folder, { recursive: true });
  rmSync(join(office.folder, "Sales", "2018"), { recursive: true });
  expect(await backUp("incremental", { unread: folder })).toMatchObject({ facts: { deleted: 12 } });
});

test("what a person took out of the source was not deleted", async () => {
  const { office, backUp } = await setUp("taken out");
  const all = ["Sales", "Accounts", "Projects", "Personnel", "Photos"].map((name) =>
    join(office.folder, name),
  );
  await backUp("incremental", { sources: all });
  rmSync(join(office.folder, "Sales", "2018"), { recursive: true });
  expect(await backUp("incremental", { sources: all.slice(0, 1) })).toMatchObject({
    suspicions: [],
    facts: { deleted: 12 },
  });
  await backUp("incremental", { sources: all });
  rmSync(join(office.folder, "Accounts", "2018"), { recursive: true });
  const left = await backUp("incremental", { sources: all, excludes: ["*.docx", "*.jpg"] });
  expect(left, "what is left out now cannot be told from what is gone").toMatchObject({
    facts: { deleted: 0 },
  });
});

test("a folder in whose place something else stands is gone with all that was in it", async () => {
  const { office, backUp } = await setUp("a link instead");
  await backUp();
  const projects = join(office.folder, "Projects");
  const inIt = office.all().filter((path) => path.startsWith(`${projects}/`)).length;
  expect(inIt).toBeGreaterThan(10);
  renameSync(projects, `${office.folder}-elsewhere`);
  symlinkSync(`${office.folder}-elsewhere`, projects);
  expect(await backUp()).toMatchObject({ facts: { deleted: inIt } });
});

test("of files of another machine what was stored is looked into, whatever lies at their paths here", async () => {
  const { office, backUp } = await setUp("elsewhere");
  const looksAt = "stored";
  await backUp();
  office.work();
  expect(await backUp("incremental", { looksAt })).toMatchObject({ suspicions: [] });
  office.encrypt(office.all(), "");
  // the files here are not those of the machine
  const away = { onceSaved: () => rmSync(office.folder, { recursive: true }) };
  expect(await backUp("incremental", { looksAt, ...away })).toMatchObject({ suspicions: ["scrambled"] });
});
