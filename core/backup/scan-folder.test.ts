import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { createFolderOpener } from "../platform/folder-opener.ts";
import type { FolderOpener } from "../platform/open-folder.ts";
import { openFolderWithNode } from "../platform/open-folder-node.ts";
import { joinRawPath, rawPathFromText, rawPathToText } from "../platform/raw-path.ts";
import { createSourceFilter, type SourceFilter } from "./exclude/source-filter.ts";
import { NOTHING_IGNORED, readRecord } from "./folder-record.ts";
import type { ScanRequest } from "./messages.ts";
import { LIVE_PLACES } from "./moment/read-places.ts";
import { createFolderScanner } from "./scan-folder.ts";

const EVERYTHING = { excludes: [], markers: [], largerThanBytes: undefined };

function requestFor(path: string, more: Partial<ScanRequest> = {}): ScanRequest {
  return {
    key: 1,
    path: rawPathFromText(path),
    device: undefined,
    known: undefined,
    only: undefined,
    ...more,
  };
}

async function folderWith(...names: readonly string[]): Promise<string> {
  const path = await tempFolder();
  for (const name of names) writeFileSync(join(path, name), name);
  return path;
}

describe.each([
  ["what this platform has", createFolderOpener(0)],
  ["Node's way", openFolderWithNode],
])("scanning with %s", (_, open) => {
  function scan(request: ScanRequest, filter = createSourceFilter(EVERYTHING), openFolder = open) {
    return createFolderScanner(filter, NOTHING_IGNORED, LIVE_PLACES, openFolder)(request);
  }

  function namesSeen(request: ScanRequest, filter?: SourceFilter): readonly string[] {
    const answer = scan(request, filter);
    if (!("record" in answer)) throw new Error(`no record: ${JSON.stringify(answer)}`);
    return readRecord(answer.record).map(({ name }) => rawPathToText(name));
  }

  test("calls a folder the same as long as nothing in it changes", async () => {
    const path = await folderWith("a", "b");
    mkdirSync(join(path, "sub"));
    const first = scan(requestFor(path));
    const known = "record" in first ? first.record : undefined;
    const counts = { files: 2, others: 0, bytes: 2 };
    const same = { key: 1, same: true, folders: ["sub"], counts, sidecars: [] };
    expect(scan(requestFor(path, { known }))).toEqual(same);
    writeFileSync(join(path, "b"), "changed");
    expect(scan(requestFor(path, { known }))).toMatchObject({ same: false, problems: [] });
  });

  test("leaves out what the filter excludes by path or size", async () => {
    const path = await folderWith("keep", "leave.tmp", "longer than ten");
    const filter = createSourceFilter({
      ...EVERYTHING,
      excludes: [{ glob: rawPathFromText("*.tmp"), ignoreCase: false }],
      largerThanBytes: 10,
    });
    expect(namesSeen(requestFor(path), filter)).toEqual(["keep"]);
  });

  test("lists nothing of another file system", async () => {
    const path = await folderWith("a");
    expect(namesSeen(requestFor(path, { device: -1n }))).toEqual([]);
  });

  test("of what a person named takes what is not excluded, and what leads to it", async () => {
    const path = await folderWith("leave.tmp", "named", "too long", "other");
    mkdirSync(join(path, "above.tmp"));
    const given = (text: string, isAbove: boolean) => {
      const name = rawPathFromText(text);
      return { name, path: joinRawPath(rawPathFromText(path), name), isAbove };
    };
    const only = [
      given("above.tmp", true),
      given("leave.tmp", false),
      given("named", false),
      given("too long", false),
    ];
    const filter = createSourceFilter({
      ...EVERYTHING,
      excludes: [{ glob: rawPathFromText("*.tmp"), ignoreCase: false }],
      largerThanBytes: 5,
    });
    expect(namesSeen(requestFor(path, { only }), filter)).toEqual(["above.tmp", "named"]);
  });

  test("reports what vanished between listing and asking, and keeps the rest", async () => {
    const path = await folderWith("stays", "vanishes");
    const openAndRemove: FolderOpener = (folder) => {
      const opened = open(folder);
      rmSync(join(path, "vanishes"));
      return opened;
    };
    const answer = scan(requestFor(path), undefined, openAndRemove);
    expect(answer).toMatchObject({
      same: false,
      problems: [{ path: join(path, "vanishes"), reason: "vanished", systemCode: "ENOENT" }],
    });
  });

  test("closes the folder also when it cannot be told what of it is wanted", async () => {
    const path = await folderWith("a");
    const filter: SourceFilter = {
      ...createSourceFilter(EVERYTHING),
      keepOfFolder() {
        throw Object.assign(new Error("no"), { code: "EACCES" });
      },
    };
    const problem = { reason: "denied", systemCode: "EACCES" };
    const before = openDescriptors();
    expect(scan(requestFor(path), filter)).toEqual({ key: 1, problem });
    scan(requestFor(path));
    expect(openDescriptors()).toBe(before);
  });
});

/** Always 0 where the system does not tell. */
function openDescriptors(): number {
  try {
    return readdirSync("/proc/self/fd").length;
  } catch {
    return 0;
  }
}
