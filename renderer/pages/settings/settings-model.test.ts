import { describe, expect, test } from "vitest";
import type { ReplicaId, RepositoryId, SourceId } from "../../../shared/ids.ts";
import type { Replica, RepositoryView } from "../../../shared/model/repository.ts";
import type { FilesSource } from "../../../shared/model/source.ts";
import { excludesFromText, hasOtherPaths } from "../../components/source/source-draft.ts";
import { historyChoices } from "./history-choices.ts";
import { repositoriesState } from "./settings-sentence.ts";

function repository(...reaches: Replica["reach"][]): RepositoryView {
  return {
    id: "ab".repeat(32) as RepositoryId,
    name: "NAS",
    replicas: reaches.map((reach, n) => ({
      ...{ id: String(n) as ReplicaId, name: "NAS", location: "/mnt", role: n === 0 ? "active" : "standby" },
      ...{ kind: "folder", error: null, reach, checkedMs: null, freeBytes: null, totalBytes: null },
    })),
    damageFoundMs: null,
    repair: null,
  };
}

describe("the sentence", () => {
  test("does not call a repository fine that nobody has looked at", () => {
    expect(repositoriesState([repository("reachable"), repository("unknown")])).toEqual({
      ...{ kind: "unknown", count: 1 },
    });
  });

  test("names silence before what is unknown, also of one replica of several", () => {
    const all = [repository("reachable", "unreachable"), repository("unknown")];
    expect(repositoriesState(all)).toEqual({ kind: "silent", count: 1 });
    expect(repositoriesState([repository("reachable")])).toEqual({ kind: "fine", count: 1 });
    expect(repositoriesState([])).toEqual({ kind: "none" });
  });

  test("does not call damage fine because its place answers, nor a repair proved", () => {
    const damaged = { ...repository("reachable"), damageFoundMs: 1 };
    const repaired = (isLacking: boolean) => ({ ...damaged, repair: { endedMs: 2, isLacking } });
    const silent = repository("unreachable");
    const stateOf = (...all: Parameters<typeof repositoriesState>[0]) => repositoriesState([silent, ...all]);
    expect(stateOf(repaired(true), damaged)).toEqual({ kind: "damaged", names: ["NAS"] });
    expect(stateOf(repaired(true))).toEqual({ kind: "lacking", names: ["NAS"] });
    expect(stateOf(repaired(false))).toEqual({ kind: "silent", count: 1 });
    expect(repositoriesState([repaired(false)])).toEqual({ kind: "unproven", names: ["NAS"] });
  });
});

test("the span that is set can always be chosen, in its place", () => {
  const days = historyChoices(400).map((choice) => choice.days);
  expect(days).toContain(400);
  expect(days).toEqual([...days].sort((a, b) => a - b));
  expect(historyChoices(365).filter((choice) => choice.days === 365)).toEqual([
    { days: 365, unit: "years", count: 1 },
  ]);
});

test("excludes are lines, without empty ones and repetitions", () => {
  expect(excludesFromText(" *.tmp \r\n\n*.tmp\nnode_modules\n")).toEqual(["*.tmp", "node_modules"]);
});

test("the order of paths is no change", () => {
  const source: FilesSource = {
    ...{ id: "1" as SourceId, name: "Documents", icon: "documents", paths: ["/b", "/a"] },
    ...{ excludes: [], excludeCaches: true, oneFileSystem: false, kind: "files" as const },
  };
  expect(hasOtherPaths(source, { ...source, paths: ["/a", "/b"] })).toBe(false);
  expect(hasOtherPaths(source, { ...source, paths: ["/a"] })).toBe(true);
});
