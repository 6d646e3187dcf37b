import { describe, expect, test } from "vitest";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { WatchedHostSetup } from "../../../shared/model/watched-host.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import { emptyDisk } from "../reading/empty.ts";
import { groundOfPath, groundOnServer, type WatchedFacts } from "./ground-of.ts";
import { parseLayoutMounts } from "./parse-layout-mounts.ts";
import { placeOfLocation } from "./server-of-location.ts";

const host = (id: string, setup: WatchedHostSetup): WatchedHostRecord => ({
  ...{ id: id as WatchedHostId, name: id, setup, kept: [], hostKey: null, askedMs: null, answeredMs: null },
  ...{ silentSinceMs: null, error: null, facts: null, gaps: [] },
});
const ssh = (address: string): WatchedHostSetup => ({
  ...{ kind: "ssh", address, port: 22, user: "backstay", signIn: "key" },
});
function diskOf(hostId: string, device: string): SubjectRecord {
  const empty = emptyDisk();
  return {
    ...{ number: 1, id: `${hostId} ${device}` as HealthSubjectId, hostId: hostId as WatchedHostId },
    ...{ identity: "", wwn: null, name: device, kind: "disk", verdict: "ok", findings: [], sinceMs: 0 },
    ...{ readMs: 0, seenMs: 0, vanishedMs: null, sources: [], acknowledgedMs: null, acknowledged: null },
    reading: { ...empty, place: { ...empty.place, device: `/dev/${device}` } },
    memory: { wasReadable: true, baseline: null, isRemovable: false, memberDisks: [], unreadRounds: 0 },
  };
}
const layout = (devices: readonly string[], mounts: string) => ({
  devices: devices.map((name) => ({ name, type: "disk", carries: [] })),
  mounts: parseLayoutMounts(mounts),
});

const layouts: Readonly<Record<string, ReturnType<typeof layout>>> = {
  pc: layout(
    ["sda"],
    `/dev/sda / ext4 rw 0 0
NAS:/volume1/backup /mnt/nfs nfs rw,vers=3,addr=192.0.2.7 0 0
//192.0.2.7/backup /mnt/share cifs rw,addr=192.0.2.7 0 0
//stranger/backup /mnt/stranger cifs rw,addr=192.0.2.99 0 0
localhost:/srv /mnt/self nfs rw 0 0
`,
  ),
  nas: layout(["sda", "sdb"], "/dev/sda / ext4 rw 0 0\n/dev/sdb /volume1 ext4 rw 0 0\n"),
};
const facts: WatchedFacts = {
  hosts: [host("pc", { kind: "local" }), host("nas", ssh("nas")), host("box", ssh("192.0.2.7"))],
  layoutOf: (id) => layouts[id],
  subjects: [diskOf("pc", "sda"), diskOf("nas", "sda"), diskOf("nas", "sdb"), diskOf("box", "sdq")],
};
const disksOf = (ground: ReturnType<typeof groundOfPath>) =>
  ground.kind === "unknown" ? ground.reason : [ground.exactness, ...ground.disks.map(({ id }) => id)];

describe("a path of this machine", () => {
  test.each([
    ["/srv", ["path", "pc sda"]],
    // the machine whose file systems are known is asked, not the one that is the same by its address
    ["/mnt/nfs/repo", ["path", "nas sdb"]],
    ["/mnt/share/repo", ["some", "box sdq"]],
    ["/mnt/stranger", "not-watched"],
    ["/mnt/self/x", ["path", "pc sda"]],
  ])("%s", (path, under) => expect(disksOf(groundOfPath(path, facts))).toEqual(under));

  test("is not known before this machine is watched", () => {
    expect(groundOfPath("/", { ...facts, hosts: [] })).toMatchObject({ kind: "unknown", reason: "not-read" });
  });
});

test("a machine that was watched and of which nothing is known is not taken for a good one", () => {
  expect(groundOnServer(["NAS."], "/x", { ...facts, subjects: [], layoutOf: () => undefined })).toEqual({
    ...{ kind: "unknown", reason: "not-read", hostId: "nas" },
  });
});

test("two machines that are each other's share end", () => {
  const circle = layout([], "nas:/x / nfs rw 0 0\n");
  const round = { ...facts, hosts: facts.hosts.slice(0, 2), layoutOf: () => circle };
  expect(disksOf(groundOfPath("/x", round))).toEqual(["some", "nas sda", "nas sdb"]);
});

test.each([
  ["/srv/repo", "/srv/repo"],
  ["local:/srv/repo", "/srv/repo"],
  ["C:\\repo", "C:\\repo"],
  ["sftp:ann@nas:/srv/repo", { addresses: ["nas"], path: "/srv/repo" }],
  ["sftp:nas:repo", { addresses: ["nas"], path: null }],
  ["sftp://ann@nas:2222//srv/re%20po", { addresses: ["nas"], path: "/srv/re po" }],
  ["sftp://nas/repo", { addresses: ["nas"], path: null }],
  ["rest:https://ann:secret@nas:8000/repo", { addresses: ["nas"], path: null }],
  ["s3:https://minio.office:9000/bucket", { addresses: ["minio.office"], path: null }],
  ["s3:s3.amazonaws.com/bucket", undefined],
  ["rclone:remote:path", undefined],
  ["b2:bucket:path", undefined],
])("a repository at %s", (location, place) => expect(placeOfLocation(location)).toEqual(place));
