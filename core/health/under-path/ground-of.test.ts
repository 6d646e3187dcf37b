import { describe, expect, test } from "vitest";
import type { HealthSubjectId, WatchedHostId } from "../../../shared/ids.ts";
import type { WatchedHostSetup } from "../../../shared/model/watched-host.ts";
import type { SubjectRecord } from "../../catalog/health-subject-store.ts";
import type { WatchedHostRecord } from "../../catalog/watched-host-store.ts";
import type { HostKey } from "../../remote/host-key.ts";
import { emptyDisk } from "../reading/empty.ts";
import { groundOfPath, groundOnServer, type WatchedFacts } from "./ground-of.ts";
import type { HostLayout } from "./host-layout.ts";
import { hostsAt } from "./hosts-at.ts";
import { parseExports } from "./parse-exports.ts";
import { parseLayoutMounts } from "./parse-layout-mounts.ts";
import { parseSmbShares } from "./parse-smb-shares.ts";
import { plainAddress } from "./plain-address.ts";
import type { Server } from "./server-of.ts";
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
const layout = (devices: readonly string[], mounts: string, given: Partial<HostLayout> = {}): HostLayout => ({
  devices: devices.map((name) => ({ name, type: "disk", carries: [] })),
  mounts: parseLayoutMounts(mounts),
  ...{ exports: null, shares: null },
  ...given,
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
  book: namesOnly(),
};
/** Knows no more of a name than the name, and what is said here. */
function namesOnly(more: Readonly<Record<string, readonly string[]>> = {}): WatchedFacts["book"] {
  return {
    of: ({ addresses, ssh }) => ({
      addresses: new Set(addresses.flatMap((name) => [name, ...(more[name] ?? [])]).map(plainAddress)),
      ...{ port: ssh?.port ?? null, hostKeys: [] },
    }),
    own: () => new Set(more.own ?? []),
  };
}
const overSftp = (host: string, path: string, port: number | null = null): Server => ({
  ...{ addresses: [host], ssh: { port, user: null }, place: { kind: "over-sftp", path } },
});
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
  expect(
    groundOnServer(overSftp("NAS.", "/x"), { ...facts, subjects: [], layoutOf: () => undefined }),
  ).toEqual({
    ...{ kind: "unknown", reason: "not-read", hostId: "nas" },
  });
});

test("two machines that are each other's share end", () => {
  const circle = layout([], "nas:/x / nfs rw 0 0\n");
  const round = { ...facts, hosts: facts.hosts.slice(0, 2), layoutOf: () => circle };
  expect(disksOf(groundOfPath("/x", round))).toEqual(["some", "nas sda", "nas sdb"]);
});

const ssh22 = { port: null, user: "ann" };
const sftp = (path: string) => ({ kind: "over-sftp", path });
const unsaid = { kind: "not-said" };
test.each([
  ["/srv/repo", "/srv/repo"],
  ["local:/srv/repo", "/srv/repo"],
  ["C:\\repo", "C:\\repo"],
  [
    "\\\\NAS\\Backup\\repo",
    { addresses: ["NAS"], ssh: null, place: { kind: "in-share", share: "Backup", path: "/repo" } },
  ],
  ["sftp:ann@nas:/srv/repo", { addresses: ["nas"], ssh: ssh22, place: sftp("/srv/repo") }],
  ["sftp:nas:repo", { addresses: ["nas"], ssh: { port: null, user: null }, place: unsaid }],
  [
    "sftp://ann@nas:2222//srv/re%20po",
    { addresses: ["nas"], ssh: { port: 2222, user: "ann" }, place: sftp("/srv/re po") },
  ],
  ["sftp://nas/repo", { addresses: ["nas"], ssh: { port: null, user: null }, place: unsaid }],
  ["rest:https://ann:secret@nas:8000/repo", { addresses: ["nas"], ssh: null, place: unsaid }],
  ["s3:https://minio.office:9000/bucket", { addresses: ["minio.office"], ssh: null, place: unsaid }],
  ["s3:s3.amazonaws.com/bucket", undefined],
  ["rclone:remote:path", undefined],
  ["b2:bucket:path", undefined],
])("a repository at %s", (location, place) => expect(placeOfLocation(location)).toEqual(place));

describe("what a box gives out", () => {
  const given = (exported: string, samba: string): WatchedFacts => ({
    ...facts,
    layoutOf: (id) =>
      id === "nas"
        ? layout(
            ["sda", "sdb", "sdc"],
            "/dev/sda / ext4 rw 0 0\n/dev/sdb /volume1 ext4 rw 0 0\n/dev/sdc /srv/nfs4/b ext4 rw 0 0\n",
            {
              exports: parseExports(exported),
              shares: parseSmbShares(samba),
            },
          )
        : id === "pc"
          ? layout(
              ["sda"],
              "nas:/b /mnt/v4 nfs4 rw 0 0\nnas:/volume1/x /mnt/v4x nfs4 rw 0 0\n//NAS/Backup /mnt/smb cifs rw 0 0\n//NAS/home /mnt/home cifs rw 0 0\n",
            )
          : undefined,
    subjects: [...facts.subjects, diskOf("nas", "sdc")],
  });
  const ROOTED = "/srv/nfs4\t*(ro,sync,fsid=0,sec=sys)\n/srv/nfs4/b\t192.0.2.0/24(rw,sync,nohide)\n";
  const SAMBA =
    "# Global parameters\n[global]\n\tserver role = standalone server\n\n[backup]\n\tpath = /volume1/backup\n\tread only = No\n\n[home]\n\tpath = /volume1/home/%U\n";
  const said = (path: string, of: WatchedFacts) => {
    const ground = groundOfPath(path, of);
    return ground.kind === "unknown"
      ? ground.reason
      : [ground.doubt, ...ground.disks.map(({ name }) => name)];
  };

  test("is followed to the disks it lies on", () => {
    expect(said("/mnt/v4/repo", given(ROOTED, SAMBA))).toEqual([null, "sdc"]);
    expect(said("/mnt/v4x/repo", given("/volume1/x *(rw)\n", SAMBA))).toEqual([null, "sdb"]);
    expect(said("/mnt/smb/repo", given("", SAMBA))).toEqual([null, "sdb"]);
  });

  test("is the whole box where that is not certain, with the reason", () => {
    const all = ["sda", "sdb", "sdc"];
    expect(said("/mnt/v4/repo", given("", SAMBA))).toEqual(["share-not-found", ...all]);
    expect(said("/mnt/v4/repo", given("/a a(fsid=0)\n/b b(fsid=root)\n", ""))).toEqual([
      "path-unsure",
      ...all,
    ]);
    expect(said("/mnt/home/repo", given("", SAMBA))).toEqual(["share-not-found", ...all]);
    const unread = { ...given("", ""), subjects: facts.subjects };
    const none = (id: string) => {
      const now = unread.layoutOf(id as WatchedHostId);
      return now && { ...now, exports: null, shares: null };
    };
    expect(said("/mnt/smb/repo", { ...unread, layoutOf: none })).toEqual(["shares-not-read", "sda", "sdb"]);
  });

  test("may stand by SFTP where another folder stands: then nobody knows", () => {
    const of = given("", "[backup]\npath = /volume1/backup\n[srv]\npath = /srv\n");
    const doubtOf = (path: string) => {
      const ground = groundOnServer(overSftp("nas", path), of);
      return ground.kind === "known" ? ground.doubt : ground;
    };
    expect(doubtOf("/Backup/repo")).toBe("path-unsure");
    expect(doubtOf("/srv/repo")).toBeNull();
    expect(doubtOf("/volume1/backup")).toBeNull();
  });
});

describe("a server is a machine that is watched", () => {
  const at = (server: Server, more: Readonly<Record<string, readonly string[]>> = {}, hosts = facts.hosts) =>
    hostsAt(server, hosts, namesOnly(more)).map(({ host: { id }, isSameSystem }) =>
      isSameSystem ? id : `in ${id}`,
    );
  const forwarded = (id: string, port: number, hostKey: string | null = null) => ({
    ...host(id, { kind: "ssh", address: "localhost", port, user: "ann", signIn: "key" }),
    hostKey,
  });

  test("by name, whatever its case and however its address is written", () => {
    expect(at(overSftp("NAS", "/"))).toEqual(["nas"]);
    expect(at(overSftp("nas.example.org", "/"))).toEqual([]);
    expect(at(overSftp("[::ffff:192.0.2.7]", "/"))).toEqual(["box"]);
  });

  test("by what the names stand for", () => {
    expect(
      at(overSftp("nas.example.org", "/"), { "nas.example.org": ["192.0.2.9"], nas: ["192.0.2.9"] }),
    ).toEqual(["nas"]);
    expect(at(overSftp("backup", "/"), { backup: ["192.0.2.7"] })).toEqual(["box"]);
    expect(at(overSftp("office-pc", "/"), { "office-pc": ["127.0.1.1"] })).toEqual(["pc"]);
    expect(at(overSftp("192.0.2.50", "/"), { own: ["192.0.2.50"] })).toEqual(["pc"]);
  });

  test("by its port, where this machine passes it on", () => {
    const hosts = [...facts.hosts, forwarded("vm", 22022)];
    expect(at(overSftp("127.0.0.1", "/", 22022), { localhost: ["127.0.0.1"] }, hosts)).toEqual(["vm"]);
    expect(at(overSftp("127.0.0.1", "/", 22023), { localhost: ["127.0.0.1"] }, hosts)).toEqual(["pc"]);
  });

  test("by its key, and not by its address alone where another key answers at another port", () => {
    const key = "ssh-ed25519 SHA256:A";
    const hosts = [
      ...facts.hosts.slice(0, 2),
      forwarded("vm", 22022, key),
      { ...host("box", ssh("192.0.2.7")), hostKey: key },
    ];
    const showing = (hostKeys: readonly string[], port: number): WatchedFacts["book"] => ({
      ...namesOnly(),
      of: (server) => ({
        ...namesOnly().of(server),
        ...(server.ssh === null ? {} : { hostKeys: hostKeys as readonly HostKey[], port }),
      }),
    });
    const found = (hostKeys: readonly string[], port: number) =>
      hostsAt(overSftp("192.0.2.7", "/"), hosts, showing(hostKeys, port)).map(
        ({ host: { id }, isSameSystem }) => [id, isSameSystem],
      );
    expect(found([key], 2222)).toEqual([
      ["vm", true],
      ["box", true],
    ]);
    expect(found(["ssh-ed25519 SHA256:B"], 2222)).toEqual([["box", false]]);
    expect(found([], 2222)).toEqual([["box", true]]);
  });
});
