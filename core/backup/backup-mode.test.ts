import { describe, expect, test } from "vitest";
import type { SnapshotId } from "../../shared/ids.ts";
import type { StoredSnapshot } from "../repository/snapshots/load-snapshots.ts";
import { chooseParent, modeOfSnapshot, modeTag } from "./backup-mode.ts";

function snapshot(
  id: string,
  timeNs: bigint,
  tags: string[] = [],
  paths = ["/srv"],
  hostname = "office",
): StoredSnapshot {
  return { id: id as SnapshotId, timeNs, tags, paths, hostname } as unknown as StoredSnapshot;
}

const source = { hostname: "office", paths: ["/srv"], timeNs: 100n };

describe("chooseParent", () => {
  const full = snapshot("full", 1n, [modeTag("full")]);
  const later = snapshot("later", 2n, [modeTag("incremental")]);
  const restics = snapshot("restics", 3n);

  test("takes the newest snapshot of the same host and paths for an incremental backup, whoever wrote it", () => {
    expect(chooseParent([full, later, restics], "incremental", source)?.id).toBe("restics");
  });

  test("takes the newest full one for a differential backup", () => {
    expect(chooseParent([full, later, restics], "differential", source)?.id).toBe("full");
  });

  test("takes none for a full backup, or when there is none", () => {
    expect(chooseParent([full, later], "full", source)).toBeUndefined();
    expect(chooseParent([later], "differential", source)).toBeUndefined();
  });

  test("passes over other hosts, other paths and snapshots of a later time", () => {
    const others = [
      snapshot("host", 4n, [], ["/srv"], "elsewhere"),
      snapshot("paths", 5n, [], ["/srv", "/etc"]),
      snapshot("future", 101n),
    ];
    expect(chooseParent(others, "incremental", source)).toBeUndefined();
  });

  test("does not mind the order of paths", () => {
    const two = { ...source, paths: ["/a", "/b"] };
    expect(chooseParent([snapshot("s", 1n, [], ["/b", "/a"])], "incremental", two)?.id).toBe("s");
  });
});

test("a snapshot's mode is read from its tag, and unknown for restic's", () => {
  expect(modeOfSnapshot(["x", modeTag("differential")])).toBe("differential");
  expect(modeOfSnapshot(["x"])).toBeUndefined();
});
