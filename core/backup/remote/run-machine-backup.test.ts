/** Backups over SFTP from a real sshd, judged by the real restic. */
import { randomBytes } from "node:crypto";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import {
  differencesOf,
  type EntryFacts,
  readTreeFacts,
  type TreeFacts,
} from "../../../test/support/compare-trees.ts";
import { type Engine, openEngine } from "../../../test/support/engine.ts";
import { isLimitOfRestic, plantNastyTree, SMALL_NASTINESS } from "../../../test/support/nasty-tree.ts";
import { resticOn } from "../../../test/support/restic.ts";
import { type SshServer, sharedSshServer, startSshServer } from "../../../test/support/ssh-server.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { rawPathToText } from "../../platform/raw-path.ts";
import { openMachineSession } from "../../remote/open-machine-session.ts";
import type { SftpSession } from "../../remote/sftp/session.ts";
import type { SavedEntry } from "../messages.ts";
import { type MachineBackupJob, type MachineBackupOptions, runMachineBackup } from "./run-machine-backup.ts";

const PASSWORD = "correct horse";
const LONG_AGO = new Date("2020-01-01T12:00:00Z");
const noSsh = lacksTool("sshd");
const noRestic = lacksTool("restic") || noSsh;

type Reads = { files: string[]; bytes: number };

async function setUp(server: SshServer) {
  const folder = await tempFolder();
  const [source, location] = [join(folder, "source"), join(folder, "repository")];
  mkdirSync(source);
  const engine = await openEngine({
    location,
    password: PASSWORD,
    cacheFolder: join(folder, "cache"),
    init: 2,
  });
  onTestFinished(() => engine.close());
  const reads: Reads = { files: [], bytes: 0 };
  const backUp = (
    options: Partial<MachineBackupOptions> = {},
    job: Partial<MachineBackupJob> = {},
    through: Engine = engine,
  ) =>
    runMachineBackup(
      through.repository,
      through.cache,
      {
        ...{ mode: "incremental", hostname: "fileserver", tags: [], compression: "auto" },
        ...{ paths: [source], excludes: [], excludeCaches: false, bytesPerSecond: undefined, machine: "nas" },
        connect: async (signal) => counting(await connectTo(server, signal), reads),
        ...options,
      },
      { signal: new AbortController().signal, reportProgress: () => undefined, ...job },
    );
  const restored = async () => {
    const target = join(folder, "restored");
    rmSync(target, { recursive: true, force: true });
    await resticOn(location, PASSWORD).run("restore", "latest", "--target", target);
    return join(target, source);
  };
  return { folder, source, location, engine, reads, backUp, restored, restic: resticOn(location, PASSWORD) };
}

function connectTo(
  { port, user, hostKey, privateKey }: SshServer,
  signal: AbortSignal,
): Promise<SftpSession> {
  const machine = { address: "127.0.0.1", port, user, signIn: "key", hostKey } as const;
  return openMachineSession(machine, { privateKey }, signal);
}

/** Tells what is really read of files. */
function counting(session: SftpSession, reads: Reads): SftpSession {
  return new Proxy(session, {
    get(target, name: keyof SftpSession) {
      if (name === "open")
        return (path: Parameters<SftpSession["open"]>[0]) => {
          reads.files.push(rawPathToText(path));
          return target.open(path);
        };
      if (name === "read")
        return async (...args: Parameters<SftpSession["read"]>) => {
          const count = await target.read(...args);
          reads.bytes += count;
          return count;
        };
      return target[name];
    },
  });
}

/** What SFTP can tell: no fractions of seconds, no attributes, and no hard links. */
function asSftpTells(facts: TreeFacts): TreeFacts {
  const told = ({ mtimeNs, ...entry }: EntryFacts): EntryFacts => ({
    ...entry,
    mtimeNs: BigInt.asUintN(
      32,
      mtimeNs >= 0n ? mtimeNs / 1_000_000_000n : (mtimeNs - 999_999_999n) / 1_000_000_000n,
    ),
    ...{ attributes: "", sameFileAs: "" },
  });
  return new Map([...facts].map(([path, entry]) => [path, told(entry)]));
}

function isSame(one: string, other: string): boolean {
  return readFileSync(one).equals(readFileSync(other));
}

function withoutDevices(facts: TreeFacts): TreeFacts {
  return new Map([...facts].filter(([, { mode }]) => !/^(?:6|2)0[0-7]{3,4}$/.test(mode)));
}

test.skipIf(noRestic)(
  "whatever may lie in a folder comes back from restic as it was on the machine",
  async () => {
    const { source, backUp, restored, restic } = await setUp(await sharedSshServer());
    rmSync(source, { recursive: true });
    plantNastyTree(source, SMALL_NASTINESS);
    const result = await backUp();
    expect(result.problems).toEqual([]);
    const expected = asSftpTells(await readTreeFacts(source));
    const actual = asSftpTells(await readTreeFacts(await restored()));
    const differences = differencesOf(withoutDevices(expected), actual).filter(
      (line) => !isLimitOfRestic(line),
    );
    expect(differences).toEqual([]);
    await restic.run("check", "--read-data");
    const [snapshot] = JSON.parse(await restic.run("snapshots", "--json"));
    expect(snapshot).toMatchObject({ hostname: "fileserver", paths: [source] });
  },
);

test.skipIf(noRestic)(
  "only what has another size or time is read again, and rights are kept without reading",
  async () => {
    const { source, backUp, reads, restored } = await setUp(await sharedSshServer());
    for (const name of ["same", "written to", "of another owner", "behind its back"])
      writeFileSync(join(source, name), randomBytes(5000));
    writeFileSync(join(source, "large"), randomBytes(20_000_000));
    for (const name of readdirSync(source)) utimesSync(join(source, name), LONG_AGO, LONG_AGO);
    await backUp();
    expect(reads.bytes).toBe(20_020_000);
    reads.bytes = 0;
    expect((await backUp()).tally).toMatchObject({ filesUnmodified: 5, filesNew: 0, filesChanged: 0 });
    expect(reads).toMatchObject({ bytes: 0 });
    appendFileSync(join(source, "written to"), "more");
    chmodSync(join(source, "large"), 0o600);
    const before = readFileSync(join(source, "behind its back"));
    writeFileSync(join(source, "behind its back"), randomBytes(5000));
    utimesSync(join(source, "behind its back"), LONG_AGO, LONG_AGO);
    const { tally, problems } = await backUp();
    expect(problems).toEqual([]);
    expect(tally).toMatchObject({ filesUnmodified: 3, filesNew: 0, filesChanged: 2 });
    expect(reads.bytes).toBe(5004);
    const folder = await restored();
    expect(statSync(join(folder, "large")).mode & 0o777).toBe(0o600);
    expect(isSame(join(folder, "large"), join(source, "large"))).toBe(true);
    expect(isSame(join(folder, "written to"), join(source, "written to"))).toBe(true);
    // what size and time do not show is read by a full backup alone
    expect(readFileSync(join(folder, "behind its back"))).toEqual(before);
    await backUp({ mode: "full" });
    expect(isSame(join(await restored(), "behind its back"), join(source, "behind its back"))).toBe(true);
  },
);

test.skipIf(noRestic)(
  "a file that is written to twice in one second is not taken for the first of the two",
  async () => {
    const { source, backUp, reads, restored } = await setUp(await sharedSshServer());
    const now = new Date();
    const write = () => {
      writeFileSync(join(source, "busy"), randomBytes(5000));
      utimesSync(join(source, "busy"), now, now);
    };
    write();
    writeFileSync(join(source, "quiet"), randomBytes(5000));
    utimesSync(join(source, "quiet"), LONG_AGO, LONG_AGO);
    await backUp();
    write();
    reads.bytes = 0;
    await backUp();
    expect(reads.bytes).toBe(5000);
    expect(isSame(join(await restored(), "busy"), join(source, "busy"))).toBe(true);
    reads.bytes = 0;
    // a minute later it is settled, and what is known of it is so the time after
    const laterNs = BigInt(now.getTime() + 60_000) * 1_000_000n;
    await backUp({ timeNs: laterNs });
    reads.bytes = 0;
    await backUp({ timeNs: laterNs + 1n });
    const { tally } = await backUp({ timeNs: laterNs + 2n });
    expect(reads.bytes).toBe(0);
    expect(tally).toMatchObject({ filesUnmodified: 2, filesChanged: 0 });
  },
);

test.skipIf(noRestic)("a connection that is cut is made again, and what was being read goes on", async () => {
  const server = await startSshServer();
  const { source, backUp, reads, restored } = await setUp(server);
  writeFileSync(join(source, "large"), randomBytes(60_000_000));
  for (let n = 0; n < 300; n += 1) writeFileSync(join(source, `small ${n}`), randomBytes(20_000));
  const outages: unknown[] = [];
  let cuts = 0;
  const { problems } = await backUp(
    {},
    {
      onOutage: (error) => outages.push(error),
      reportProgress() {
        if (reads.bytes < (cuts + 1) * 15_000_000 || cuts === 3) return;
        cuts += 1;
        server.cutConnections();
      },
    },
  );
  expect(cuts).toBe(3);
  expect(outages).toHaveLength(3);
  expect(outages[0]).toMatchObject({ code: "REMOTE_SILENT" });
  expect(problems).toEqual([]);
  // of what was under way at each cut some is read again, and not all that was read before
  expect(reads.bytes).toBeLessThan(66_000_000 + 3 * 12_000_000);
  expect(
    differencesOf(
      asSftpTells(await readTreeFacts(source)),
      asSftpTells(await readTreeFacts(await restored())),
    ),
  ).toEqual([]);
});

test.skipIf(noRestic)(
  "a backup that was cut off goes on where it was, in the middle of a file too",
  async () => {
    const server = await sharedSshServer();
    const { source, backUp, reads, restored, engine } = await setUp(server);
    writeFileSync(join(source, "large"), randomBytes(240_000_000));
    for (let n = 0; n < 50; n += 1) writeFileSync(join(source, `small ${n}`), randomBytes(20_000));
    const stop = new AbortController();
    const stopped = backUp(
      {},
      {
        signal: stop.signal,
        reportProgress: () => {
          if (reads.bytes > 200_000_000) stop.abort(new Error("power cut"));
        },
      },
    );
    await expect(stopped).rejects.toThrow("power cut");
    reads.bytes = 0;
    const { problems } = await backUp();
    expect(problems).toEqual([]);
    expect(reads.bytes).toBeLessThan(180_000_000);
    expect(isSame(join(await restored(), "large"), join(source, "large"))).toBe(true);
    const notes = engine.cache.database.prepare("SELECT count(*) FROM resume_notes").pluck().get();
    expect(notes).toBe(0);
  },
);

test.skipIf(noSsh)("a machine that does not come back ends the backup, and no snapshot is made", async () => {
  const server = await startSshServer();
  const { source, backUp, reads, restic } = await setUp(server);
  writeFileSync(join(source, "large"), randomBytes(60_000_000));
  const ended = backUp(
    { outageMs: 0 },
    {
      reportProgress() {
        if (reads.bytes > 15_000_000) void server.stop();
      },
    },
  );
  await expect(ended).rejects.toMatchObject({ code: "REMOTE_SILENT" });
  expect(JSON.parse(await restic.run("snapshots", "--json"))).toEqual([]);
});

test.skipIf(noSsh)(
  "what is excluded stays out, and what is not there is said, as long as something is",
  async () => {
    const { source, folder, backUp, restored } = await setUp(await sharedSshServer());
    mkdirSync(join(source, "cache"));
    writeFileSync(join(source, "cache", "CACHEDIR.TAG"), "Signature: 8a477f597d28d172789f06886806bc55\n");
    writeFileSync(join(source, "cache", "thumbnail"), "x");
    mkdirSync(join(source, "no cache"));
    writeFileSync(join(source, "no cache", "CACHEDIR.TAG"), "something else");
    writeFileSync(join(source, "letter.txt"), "dear");
    writeFileSync(join(source, "letter.tmp"), "draft");
    symlinkSync("letter.txt", join(source, "link"));
    const missing = join(folder, "missing");
    const { problems } = await backUp({ excludes: ["*.tmp"], excludeCaches: true, paths: [source, missing] });
    expect(problems).toEqual([{ path: missing, reason: "vanished", systemCode: "ENOENT" }]);
    const back = await restored();
    expect(existsSync(join(back, "letter.tmp"))).toBe(false);
    expect(existsSync(join(back, "cache", "thumbnail"))).toBe(false);
    expect(existsSync(join(back, "cache", "CACHEDIR.TAG"))).toBe(true);
    expect(readFileSync(join(back, "no cache", "CACHEDIR.TAG"), "utf8")).toBe("something else");
    expect(lstatSync(join(back, "link")).isSymbolicLink()).toBe(true);
    await expect(backUp({ paths: [missing] })).rejects.toMatchObject({
      code: "NO_SOURCE",
      details: { paths: [`nas:${missing}`] },
    });
    await expect(backUp({ excludes: ["*"] })).rejects.toMatchObject({ code: "SOURCE_EXCLUDED" });
  },
);

test.skipIf(noSsh)(
  "a file that grows or shrinks while it is read is kept as it was read, and said",
  async () => {
    const { source, backUp, reads, restored } = await setUp(await sharedSshServer());
    const [grows, shrinks] = [join(source, "a grows"), join(source, "b shrinks")];
    writeFileSync(grows, randomBytes(30_000_000));
    writeFileSync(shrinks, randomBytes(30_000_000));
    let step = 0;
    const { problems } = await backUp(
      {},
      {
        reportProgress() {
          if (step === 0 && reads.bytes > 10_000_000) {
            step = 1;
            appendFileSync(grows, "more");
          } else if (step === 1 && reads.bytes > 40_000_000) {
            step = 2;
            truncateSync(shrinks, 1000);
          }
        },
      },
    );
    expect(problems).toEqual([
      { path: grows, reason: "changed", systemCode: "" },
      { path: shrinks, reason: "changed", systemCode: "" },
    ]);
    const back = await restored();
    expect(readFileSync(join(back, "a grows")).equals(readFileSync(grows).subarray(0, 30_000_000))).toBe(
      true,
    );
    expect(statSync(join(back, "b shrinks")).size).toBeGreaterThan(1000);
    await expect(backUp()).resolves.toMatchObject({ problems: [], tally: { filesChanged: 2 } });
  },
);

test.skipIf(noSsh)("a limit of bytes a second is kept", async () => {
  const { source, backUp } = await setUp(await sharedSshServer());
  writeFileSync(join(source, "file"), randomBytes(3_000_000));
  const startMs = performance.now();
  await backUp({ bytesPerSecond: 1_000_000 });
  expect(performance.now() - startMs).toBeGreaterThan(2500);
});

test.skipIf(noSsh)("every entry is told of once, with what it brought", async () => {
  const { source, backUp } = await setUp(await sharedSshServer());
  mkdirSync(join(source, "folder"));
  writeFileSync(join(source, "folder", "small"), randomBytes(5000));
  writeFileSync(join(source, "large"), randomBytes(20_000_000));
  symlinkSync("large", join(source, "link"));
  const told: SavedEntry[] = [];
  await backUp({}, { onSaved: (entry) => told.push(entry) });
  const below = told.filter(({ path }) => path.startsWith(`${source}/`));
  expect(
    below.map(({ path, action, addedBytes }) => [path.slice(source.length), action, addedBytes]).sort(),
  ).toEqual([
    ["/folder", "new", expect.any(Number)],
    ["/folder/small", "new", 5000],
    ["/large", "new", 20_000_000],
    ["/link", "new", 0],
  ]);
});

test.skipIf(noSsh)(
  "what another machine calls the same is not taken for what was read of the first",
  async () => {
    const { source, backUp, reads, restored } = await setUp(await sharedSshServer());
    const write = (text: string) => {
      writeFileSync(join(source, "file"), text);
      utimesSync(join(source, "file"), LONG_AGO, LONG_AGO);
    };
    write("of the one");
    const first = { tags: ["one"], parentTag: "one" };
    await backUp(first);
    write("of another");
    reads.bytes = 0;
    await backUp(first);
    expect(reads.bytes).toBe(0);
    await backUp({ tags: ["other"], parentTag: "other" });
    expect(reads.bytes).toBe(10);
    expect(readFileSync(join(await restored(), "file"), "utf8")).toBe("of another");
  },
);

test.skipIf(noSsh)("a source that has become a link is not saved as that", async () => {
  const { source, backUp } = await setUp(await sharedSshServer());
  const link = `${source}-link`;
  symlinkSync(source, link);
  const { problems } = await backUp({ paths: [source, link] });
  expect(problems).toEqual([{ path: link, reason: "replaced", systemCode: "ELOOP" }]);
  await expect(backUp({ paths: [link] })).rejects.toMatchObject({ code: "NO_SOURCE" });
});
