import { expect, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { makeVirtualMachine, type VirtualMachine } from "../../../test/support/virtual-machine.ts";
import { createLocalMachine } from "../machine/local-machine.ts";
import { readFixture } from "../testing/fixtures.ts";
import { createRound } from "./ask.ts";
import { followLinks, probeShares, READ_EXPORTS, READ_SHARES, READ_SHARES_FILE } from "./probe-shares.ts";

const ETAB =
  "/volume1/backup\t192.0.2.0/24(rw,sync,wdelay,hide,nocrossmnt,secure,sec=sys)\n/srv/nfs4\t*(ro,fsid=0)\n";
const SAMBA =
  "[global]\n\tworkgroup = OFFICE\n\n[Backup]\n\tpath = /srv/backup\n\n[private]\n\tpath = /srv/private\n";

const look = (machine: VirtualMachine) =>
  probeShares(createRound(createLocalMachine(machine.folder), new Map(), 0, new AbortController().signal));
function real(machine: VirtualMachine, path: string, leadsTo = path): void {
  const command = followLinks(path);
  if (command === undefined) throw new Error("no command");
  machine.say(command, `${leadsTo}\n`);
}

test("what a box gives out is known by the folders that its links lead to", async () => {
  const machine = makeVirtualMachine(await tempFolder());
  machine.say(READ_EXPORTS, ETAB, { stderr: "cat: /etc/exports: No such file or directory\n", status: 1 });
  machine.say(READ_SHARES, SAMBA, {
    stderr: "Load smb config files from /etc/samba/smb.conf\nLoaded services file OK.\n",
  });
  for (const path of ["/volume1/backup", "/srv/nfs4"]) real(machine, path);
  real(machine, "/srv/backup", "/volume2/backup");
  expect(await look(machine)).toEqual({
    exports: [
      { path: "/volume1/backup", isRoot: false },
      { path: "/srv/nfs4", isRoot: true },
    ],
    // of the other nobody here may say where it leads to
    shares: [{ name: "Backup", path: "/volume2/backup" }],
  });
});

test("without testparm Samba's own file is read, and without either nothing is known", async () => {
  const machine = makeVirtualMachine(await tempFolder());
  expect(await look(machine)).toEqual({ exports: null, shares: null });
  machine.say(READ_SHARES_FILE, SAMBA);
  real(machine, "/srv/backup");
  real(machine, "/srv/private");
  expect((await look(machine)).shares?.map(({ path }) => path)).toEqual(["/srv/backup", "/srv/private"]);
  machine.say(READ_EXPORTS, "");
  expect((await look(machine)).exports).toEqual([]);
});

test("what testparm printed counts, though it found something amiss; of settings it cannot load it prints nothing", async () => {
  const machine = makeVirtualMachine(await tempFolder());
  machine.say(READ_SHARES, readFixture("shares", "testparm.txt"), {
    ...{ stderr: readFixture("shares", "testparm.err"), status: 1 },
  });
  machine.say(READ_SHARES_FILE, SAMBA);
  for (const path of ["/srv/nas", "/srv/backup", "/srv/private"]) real(machine, path);
  expect((await look(machine)).shares).toEqual([{ name: "included", path: "/srv/nas" }]);
  machine.say(READ_SHARES, "", { stderr: "Error loading services.\n", status: 1 });
  expect((await look(machine)).shares?.map(({ name }) => name)).toEqual(["Backup", "private"]);
});
