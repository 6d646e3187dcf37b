import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import type { AboutDump } from "../layout.ts";
import { withServer } from "../server.ts";
import { findServer } from "./find-server.ts";
import { endLeftServers, hasLeftServers } from "./left-servers.ts";
import { type ScratchServer, startScratchServer } from "./scratch-server.ts";
import { createScratchServers, isServer } from "./scratch-servers.ts";
import { serverUser } from "./server-user.ts";

const NEVER = new AbortController().signal;
const isMissing = lacksTool("pg_ctlcluster", "mariadbd");
const KINDS = ["postgresql", "mariadb"] as const;
const isRoot = process.getuid?.() === 0;

/** Processes that work in a folder or were told of it, whoever they belong to. */
function processesOf(folder: string): readonly string[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      return /^\d+$/.test(pid) && line.includes(folder) ? [line] : [];
    } catch {
      return [];
    }
  });
}

/** Inodes of the sockets that these processes have. */
function socketsOf(folder: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const pid of readdirSync("/proc")) {
    try {
      if (!/^\d+$/.test(pid) || !readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(folder)) continue;
      for (const fd of readdirSync(`/proc/${pid}/fd`)) {
        const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1];
        if (inode !== undefined) found.add(inode);
      }
    } catch {
      // gone meanwhile
    }
  }
  return found;
}

async function start(kind: (typeof KINDS)[number], folder: string): Promise<ScratchServer> {
  const programs = await findServer(kind, null, NEVER);
  if (programs === undefined) throw new Error("no server");
  const server = await startScratchServer(kind, programs, folder, NEVER);
  onTestFinished(() => server.stop());
  return server;
}

/** The folder with the socket. */
function besideOf({ access: { server } }: ScratchServer): string {
  if (server.by !== "socket") throw new Error("it is reached by the network");
  return dirname(server.path);
}

test.skipIf(isMissing).each(KINDS)(
  "a server of %s is there for its drill alone, and nothing of it stays",
  async (kind) => {
    const folder = await tempFolder();
    const server = await start(kind, folder);
    const beside = besideOf(server);
    const found = await withServer(server.access, NEVER, (session) => session.look(NEVER));
    expect(found.mayReadUsers).toBe(true);
    expect(found.databases.map(({ name }) => name)).toEqual(kind === "postgresql" ? ["postgres"] : []);
    await expect(
      withServer({ ...server.access, password: "guessed" }, NEVER, (session) => session.look(NEVER)),
    ).rejects.toMatchObject({ code: "DATABASE_NOT_REACHED" });

    const running = processesOf(beside);
    expect(running.length).toBeGreaterThan(0);
    const inodes = socketsOf(beside);
    const inTable = (...names: readonly string[]) =>
      names
        .flatMap((name) => readFileSync(`/proc/net/${name}`, "utf8").split("\n"))
        .filter((line) =>
          line
            .trim()
            .split(/\s+/)
            .some((word) => inodes.has(word)),
        );
    expect(inTable("unix").some((line) => line.includes(beside))).toBe(true);
    expect(
      inTable("tcp", "tcp6", "udp", "udp6").filter((line) => !/ 0100007F:| 0{24}010{7}:/.test(line)),
    ).toEqual([]);
    const owner = isRoot ? serverUser(kind)?.uid : process.getuid?.();
    expect(owner).not.toBe(isRoot ? 0 : undefined);
    const status = execFileSync("stat", ["-c", "%u %a", beside], { encoding: "utf8" }).trim();
    expect(status).toBe(`${owner} 700`);
    expect(hasLeftServers(folder)).toBe(true);

    await server.stop();
    expect(processesOf(beside)).toEqual([]);
    expect(existsSync(beside)).toBe(false);
    expect(hasLeftServers(folder)).toBe(false);
    expect(readdirSync(join(folder, "servers"))).toEqual([]);
    await server.stop(); // once more does no harm
  },
  120_000,
);

test.skipIf(isMissing).each(KINDS)(
  "whoever comes later ends a server of %s that nobody looks after any more",
  async (kind) => {
    const folder = await tempFolder();
    const beside = besideOf(await start(kind, folder));
    await endLeftServers(folder);
    expect(processesOf(beside)).toEqual([]);
    expect(existsSync(beside)).toBe(false);
    expect(hasLeftServers(folder)).toBe(false);
    await endLeftServers(folder);
  },
  120_000,
);

test("a note that was cut off or leads elsewhere removes nothing", async () => {
  const folder = await tempFolder();
  const elsewhere = join(await tempFolder(), "precious");
  mkdirSync(elsewhere);
  mkdirSync(join(folder, "servers"));
  const note = { data: join(folder, "none"), beside: elsewhere, user: null, pid: process.pid };
  writeFileSync(join(folder, "servers", "a.note"), JSON.stringify({ ...note, endSignal: "SIGKILL" }));
  await expect(endLeftServers(folder)).rejects.toThrow("no folder of a drill");
  expect(existsSync(elsewhere)).toBe(true);
  writeFileSync(join(folder, "servers", "a.note"), '{"data":"/');
  await endLeftServers(folder);
  expect(hasLeftServers(folder)).toBe(false);
});

test.skipIf(isMissing).each(KINDS)(
  "what is not there, is too old or is a relative starts no server of %s",
  async (kind) => {
    const folder = await tempFolder();
    const servers = createScratchServers(folder);
    onTestFinished(() => servers.close());
    const about = (server: string): AboutDump => ({
      ...{ format: 1, kind, server, client: "", roles: [], databases: [] },
    });
    const reason = async (server: string, programFolder: string | null = null) => {
      const found = await servers.serverFor({ kind, about: about(server), programFolder }, NEVER);
      return isServer(found) ? "started" : found.reason;
    };
    const empty = await tempFolder();
    const own = kind === "mariadb" ? "-MariaDB" : "";
    expect(await reason(`10.5${own}`, empty)).toBe("no-programs");
    expect(await reason(`99.1${own}`)).toBe("older-server");
    if (kind === "mariadb") expect(await reason("8.0.36")).toBe("other-kind");
    expect(hasLeftServers(folder)).toBe(false);
    // one that cannot start says why, leaves nothing, and is not tried again
    const broken = await tempFolder();
    const real = await findServer(kind, null, NEVER);
    if (real === undefined) throw new Error("no server");
    chmodSync(broken, 0o755);
    const name = kind === "mariadb" ? "mariadbd" : "postgres";
    const version = execFileSync(real.server, ["--version"], { encoding: "utf8" }).trim();
    writeFileSync(
      join(broken, name),
      `#!/bin/sh\nif [ "$1" = --version ]; then echo "${version}"; else echo "it will not" >&2; exit 7; fi\n`,
      { mode: 0o755 },
    );
    symlinkSync(real.install, join(broken, kind === "mariadb" ? "mariadb-install-db" : "initdb"));
    const wanted = { kind, about: undefined, programFolder: broken };
    const found = await servers.serverFor(wanted, NEVER);
    expect(found).toMatchObject({
      reason: "server-failed",
      error: { details: { said: expect.stringMatching(/it will not|not found|program/i) } },
    });
    expect(await servers.serverFor(wanted, NEVER)).toBe(found);
    expect(hasLeftServers(folder)).toBe(false);
  },
  120_000,
);

test.skipIf(isMissing)(
  "who cancels while a server is started has no server, and nothing stays of it",
  async () => {
    const folder = await tempFolder();
    const programs = await findServer("mariadb", null, NEVER);
    if (programs === undefined) throw new Error("no server");
    const cancel = new AbortController();
    const started = startScratchServer("mariadb", programs, folder, cancel.signal);
    const note = join(folder, "servers");
    await expect.poll(() => existsSync(note) && readdirSync(note).length > 0).toBe(true);
    cancel.abort(new Error("cancelled by a person"));
    await expect(started).rejects.toThrow("cancelled by a person");
    expect(hasLeftServers(folder)).toBe(false);
    expect(readdirSync(note)).toEqual([]);
  },
  120_000,
);

test("root has servers run as the user of their package, else as nobody, and others as themselves", () => {
  const accounts = "root:x:0:0::/:/bin/sh\nnobody:x:65534:65533::/:\npostgres:x:105:112::/:\n";
  expect(serverUser("postgresql", 0, accounts)).toEqual({ uid: 105, gid: 112 });
  expect(serverUser("mariadb", 0, accounts)).toEqual({ uid: 65534, gid: 65533 });
  expect(serverUser("mariadb", 0, "mysql:x:0:0::/:\n")).toBeNull();
  expect(serverUser("mariadb", 1000, accounts)).toBeUndefined();
});
