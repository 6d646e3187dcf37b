import { describe, expect, test } from "vitest";
import { processorTimeMs } from "../../../test/support/processor-time.ts";
import { readFixture } from "../testing/fixtures.ts";
import { parseExports } from "./parse-exports.ts";
import { parseSmbShares } from "./parse-smb-shares.ts";

describe("what is given out over NFS", () => {
  test("is read as people write it and as the system keeps it", () => {
    expect(
      parseExports(`# /etc/exports
/srv/nfs4        192.0.2.0/24(rw,sync,fsid=0,crossmnt) 2001:db8::/64(ro)
/srv/nfs4/homes  -sync,fsid=7 gss/krb5i(rw) \\
                 @team(ro)
"/srv/with space" *(rw)
/volume1/big\\040data/	192.0.2.7(rw,fsid=10)
relative *(rw)
/srv/nfs4	*(ro)
/	host(fsid=root)
`),
    ).toEqual([
      { path: "/srv/nfs4", isRoot: true },
      { path: "/srv/nfs4/homes", isRoot: false },
      { path: "/srv/with space", isRoot: false },
      { path: "/volume1/big data", isRoot: false },
      { path: "/", isRoot: true },
    ]);
  });
});

test("real exports are read alike as somebody wrote them and as the system keeps them", () => {
  const written = parseExports(readFixture("shares", "exports.txt"));
  expect(written).toEqual([
    { path: "/srv", isRoot: true },
    { path: "/srv/nas/backup", isRoot: false },
    { path: "/srv/nas/my data", isRoot: false },
  ]);
  const kept = parseExports(readFixture("shares", "etab.txt"));
  expect(kept.toSorted((a, b) => a.path.localeCompare(b.path))).toEqual(written);
});

describe("what is given out over SMB", () => {
  test("is read from what testparm really printed, with what other files say", () => {
    expect(parseSmbShares(readFixture("shares", "testparm.txt"))).toEqual([
      { name: "included", path: "/srv/nas" },
      { name: "Backup Share", path: "/srv/nas/backup" },
      { name: "My Data", path: "/srv/nas/my data" },
      { name: "media", path: "/srv/media" },
      { name: "Zeichnungen äöü 图纸", path: "/srv/media" },
    ]);
  });

  test("is read as testparm prints it and as people write it", () => {
    expect(
      parseSmbShares(`# Global parameters
[global]
	log file = /var/log/samba/log.%m
	path = /not/a/share
[homes]
	path = /home/%S
[printers]
	path = /var/tmp
[Backup Share]
	path = /volume1/backup
	valid users = ann
[Old]
	directory = "/srv/old data/"
	;path = /srv/commented
[each]
	path = /srv/%U
[backup share]
	Pa Th = /volume2/backup
[none]
	comment = no folder
`),
    ).toEqual([
      { name: "backup share", path: "/volume2/backup" },
      { name: "Old", path: "/srv/old data" },
    ]);
  });

  test.each([
    ["\u0000\u0001".repeat(10_000)],
    ["[".repeat(500_000)],
    ["[a]\npath = ".repeat(50_000)],
    ["= ".repeat(500_000)],
  ])("garbage is no share", (text) => {
    const startedMs = processorTimeMs();
    expect(parseSmbShares(text)).toEqual([]);
    expect(parseExports(text)).toEqual([]);
    expect(processorTimeMs() - startedMs).toBeLessThan(500);
  });
});
