import { expect, test } from "vitest";
import type { HealthSubjectId, ReplicaId, RepositoryId, SourceId, WatchedHostId } from "../../shared/ids.ts";
import type { ArrayNode, DiskNode, ReplicaNode, SurvivalGraph, Under } from "./survival-graph.ts";
import { whatSurvives } from "./what-survives.ts";

const OFFICE_PC = "office-pc" as WatchedHostId;
const NAS = "nas" as WatchedHostId;
const NEW_MS = 2_000;
const OLD_MS = 1_000;

const disk = (id: string, hostId: WatchedHostId, isInTrouble = false): DiskNode => ({
  ...{ id: id as HealthSubjectId, hostId, name: id, slot: null, isInTrouble },
});
const array = (
  disks: readonly string[],
  spareable: ArrayNode["spareable"],
  idle: readonly string[] = [],
) => ({
  name: "md0",
  activeDisks: disks as readonly HealthSubjectId[],
  idleDisks: idle as readonly HealthSubjectId[],
  spareable,
});
const known = (
  hostId: WatchedHostId,
  disks: readonly DiskNode[],
  arrays: readonly ArrayNode[] = [],
  isExact = true,
): Under => ({ kind: "known", hostId, disks, arrays, isExact, doubt: isExact ? null : "share-not-found" });
const replica = (
  id: string,
  under: Under,
  isPasswordKept = true,
  standing: ReplicaNode["standing"] = null,
): ReplicaNode => ({
  ...{ id: id as ReplicaId, repositoryId: id as RepositoryId, under, isPasswordKept, standing },
});

/** One source with copies in these replicas, all of the newest state unless said otherwise. */
function graph(
  replicas: readonly ReplicaNode[],
  saved: Readonly<Record<string, number | null>> = {},
  silent: readonly string[] = [],
  nasStands: ReplicaNode["standing"] = null,
): SurvivalGraph {
  return {
    nowMs: NEW_MS,
    hosts: [
      { id: OFFICE_PC, name: "office-pc", isThisComputer: true, standing: null },
      { id: NAS, name: "NAS", isThisComputer: false, standing: nasStands },
    ],
    replicas,
    sources: [
      {
        ...{ id: "documents" as SourceId, name: "Documents", backups: [] },
        copies: replicas.map(({ id }) => ({
          replicaId: id,
          savedMs: id in saved ? (saved[id] ?? null) : NEW_MS,
          answers: !silent.includes(id),
        })),
      },
    ],
  };
}

/** What is left, loss by loss: `newest older unknown`. */
function left(given: SurvivalGraph): Record<string, string> {
  const { losses, rows } = whatSurvives(given);
  return Object.fromEntries(
    losses.map(({ kind, name }, n) => {
      const cell = rows[0]?.cells[n];
      return [name ?? kind, `${cell?.left} ${cell?.olderLeft} ${cell?.unknown}`];
    }),
  );
}
const cellOf = (given: SurvivalGraph, kind: string) => {
  const { losses, rows } = whatSurvives(given);
  return rows[0]?.cells[losses.findIndex((loss) => loss.kind === kind)];
};

test("a copy on one disk of this computer survives nothing but the loss of the password", () => {
  const given = graph([replica("usb", known(OFFICE_PC, [disk("sdb", OFFICE_PC)]))]);
  expect(left(given)).toEqual({ disk: "0 0 0", "office-pc": "0 0 0", office: "0 0 0", password: "1 0 0" });
  expect(cellOf(given, "disk")).toMatchObject({
    ...{ disk: { name: "sdb", hostName: "office-pc" }, newestLeftMs: null },
    copies: [{ fate: "lost", reason: "on-the-disk" }],
  });
});

test("an array that can do without a disk keeps the copy, one that has lost a member already does not", () => {
  const disks = ["a", "b", "c"].map((id) => disk(id, NAS));
  const on = (spareable: ArrayNode["spareable"]) =>
    cellOf(graph([replica("nas", known(NAS, disks, [array(["a", "b", "c"], spareable)]))]), "disk");
  expect(on({ sure: 1, most: 1 })).toMatchObject({
    left: 1,
    copies: [{ fate: "newest", reason: "array-holds", arrayName: "md0" }],
  });
  expect(on({ sure: 0, most: 0 })).toMatchObject({
    left: 0,
    copies: [{ fate: "lost", reason: "array-breaks" }],
  });
  expect(on({ sure: 0, most: 1 })).toMatchObject({
    left: 0,
    unknown: 1,
    copies: [{ reason: "array-unsure" }],
  });
  expect(on(null)).toMatchObject({ left: 0, unknown: 1, copies: [{ fate: "unknown" }] });
});

test("a spare that goes takes nothing along", () => {
  const degraded = array(["a"], { sure: 0, most: 0 }, ["spare"]);
  const given = graph([replica("nas", known(NAS, [disk("spare", NAS)], [degraded]))]);
  expect(cellOf(given, "disk")).toMatchObject({ left: 1, copies: [{ reason: "array-holds" }] });
});

test("of two copies in two boxes one is left when a box is, and none is called sure in another building", () => {
  const given = graph([
    replica("local", known(OFFICE_PC, [disk("sdb", OFFICE_PC)])),
    replica(
      "nas",
      known(NAS, [disk("n1", NAS), disk("n2", NAS)], [array(["n1", "n2"], { sure: 1, most: 1 })]),
    ),
  ]);
  expect(left(given)).toEqual({
    ...{ disk: "1 0 0", "office-pc": "1 0 0", NAS: "1 0 0" },
    ...{ office: "0 0 1", password: "2 0 0" },
  });
  expect(cellOf(given, "office")?.copies).toMatchObject([
    { fate: "lost", reason: "in-the-office" },
    { fate: "unknown", reason: "place-not-said" },
  ]);
});

test("what is said to stand elsewhere is left when the office is lost, and what is said of the place counts before its box", () => {
  const nas = (standing: ReplicaNode["standing"]) =>
    replica("nas", known(NAS, [disk("n1", NAS)]), true, standing);
  const office = (said: ReplicaNode["standing"], box: ReplicaNode["standing"]) =>
    cellOf(graph([nas(said)], {}, [], box), "office")?.copies[0];
  expect(office(null, "elsewhere")).toMatchObject({ fate: "newest", reason: "said-elsewhere" });
  expect(office(null, "office")).toMatchObject({ fate: "lost", reason: "said-in-office" });
  expect(office("office", "elsewhere")).toMatchObject({ fate: "lost", reason: "said-in-office" });
  expect(office("elsewhere", "office")).toMatchObject({ fate: "newest" });
  const cloud = replica("cloud", { kind: "unknown", gap: "not-watched", hostId: null }, true, "elsewhere");
  expect(cellOf(graph([cloud]), "office")).toMatchObject({ left: 1 });
  const rotated = replica("usb", known(OFFICE_PC, [disk("sdb", OFFICE_PC)]), true, "elsewhere");
  expect(cellOf(graph([rotated]), "office")).toMatchObject({ left: 1 });
});

test("where only an older state is left, that is no good copy of the newest, and it is said which state comes back", () => {
  const replicas = [
    replica("local", known(OFFICE_PC, [disk("sdb", OFFICE_PC)])),
    replica("nas", known(NAS, [disk("n1", NAS)])),
  ];
  const given = graph(replicas, { nas: OLD_MS });
  expect(cellOf(given, "disk")).toMatchObject({
    ...{ left: 0, olderLeft: 1, newestLeftMs: OLD_MS, disk: { name: "sdb" } },
  });
  expect(whatSurvives(given).rows[0]).toMatchObject({ good: 1, older: 1, newestGoodMs: NEW_MS });
});

test("what nobody knows the ground of counts as nothing, with the reason", () => {
  const given = graph([replica("cloud", { kind: "unknown", gap: "not-watched", hostId: null })]);
  expect(left(given)).toEqual({ disk: "0 0 1", office: "0 0 1", password: "1 0 0" });
  expect(cellOf(given, "disk")).toMatchObject({
    disk: null,
    copies: [{ fate: "unknown", reason: "ground-unknown", gap: "not-watched" }],
  });
});

test("a copy in a place that does not answer is not counted, whatever is lost", () => {
  const replicas = [
    replica("local", known(OFFICE_PC, [disk("sdb", OFFICE_PC)])),
    replica("nas", known(NAS, [disk("n1", NAS)])),
  ];
  const given = graph(replicas, {}, ["nas"]);
  expect(whatSurvives(given).rows[0]).toMatchObject({ good: 1, older: 0, unknown: 1 });
  expect(left(given)).toEqual({
    ...{ disk: "0 0 1", "office-pc": "0 0 1", NAS: "1 0 0" },
    ...{ office: "0 0 1", password: "1 0 1" },
  });
  expect(cellOf(given, "password")?.copies).toMatchObject([
    { fate: "newest" },
    { fate: "unknown", reason: "place-silent" },
  ]);
});

test("a copy somewhere in a box is lost with the box, and with a disk nobody can say", () => {
  const under = known(NAS, [disk("n1", NAS), disk("n2", NAS)], [], false);
  const given = graph([replica("nas", under)]);
  expect(left(given)).toMatchObject({ disk: "0 0 1", NAS: "0 0 0" });
  const redundant = known(NAS, [disk("n1", NAS)], [array(["n1"], { sure: 1, most: 1 })], false);
  expect(left(graph([replica("nas", redundant)]))).toMatchObject({ disk: "1 0 0" });
});

test("one whose ground is unknown may be in a box that is watched under another name", () => {
  const given = graph([
    replica("local", known(OFFICE_PC, [disk("sdb", OFFICE_PC)])),
    replica("share", { kind: "unknown", gap: "not-watched", hostId: null }),
  ]);
  expect(left(given)).toMatchObject({ disk: "0 0 1", "office-pc": "0 0 1" });
});

test("of disks that do the same harm, the one that is failing is spoken of", () => {
  const disks = [disk("a", NAS), disk("b", NAS, true)];
  const given = graph([replica("nas", known(NAS, disks, [array(["a", "b"], { sure: 0, most: 0 })]))]);
  expect(cellOf(given, "disk")?.disk?.name).toBe("b");
});

test("a password that is not kept here opens nothing, and a place without a copy has none to lose", () => {
  const given = graph(
    [
      replica("local", known(OFFICE_PC, [disk("sdb", OFFICE_PC)]), false),
      replica("nas", known(NAS, [disk("n1", NAS)])),
    ],
    { nas: null },
  );
  expect(cellOf(given, "password")).toMatchObject({
    ...{ left: 0, newestLeftMs: null },
    copies: [
      { fate: "lost", reason: "password-not-kept" },
      { fate: "none", reason: "no-copy" },
    ],
  });
});

test("without any place for backups there is nothing to lose", () => {
  expect(whatSurvives(graph([])).losses).toEqual([]);
});
