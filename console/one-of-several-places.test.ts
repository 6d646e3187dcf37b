/** Commands that read a repository which has two replicas, one of them on a real sshd, with files damaged and gone at either. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openEngine } from "../test/support/engine.ts";
import { failoverOffice, placeOn, until } from "../test/support/failover-office.ts";
import { PASSWORD } from "../test/support/office-host.ts";
import { startSshServer } from "../test/support/ssh-server.ts";
import { tempFolder } from "../test/support/temp-folder.ts";
import { lacksTool } from "../test/support/tools.ts";
import { EXIT } from "./exit-codes.ts";
import { runHere } from "./testing/run-here.ts";

const LIMIT_MS = 120_000;
const NAMES = ["letter.txt", "scan 1", "scan 2"];

/** Two replicas with the same two snapshots, and a host that looks after them. */
async function setUp() {
  const server = await startSshServer();
  const places = await tempFolder();
  const [first, second] = [join(places, "first"), join(places, "second")];
  const office = await failoverOffice(first, placeOn(server, second), { files: 0 });
  const { host, path, repositoryId, backUp } = office;
  await host.call("settings.set", { readFrom: "preferred" });
  for (const name of NAMES.slice(1)) writeFileSync(path("documents", name), randomBytes(300_000));
  await backUp();
  await until(host, repositoryId, ({ replicas }) =>
    replicas.every(({ role, lag, jobId }) => jobId === null && (role === "active" || lag?.snapshots === 0)),
  );
  writeFileSync(join(places, "key"), server.privateKey, { mode: 0o600 });
  const env = {
    ...{ BACKSTAY_HOME: path("home"), BACKSTAY_CACHE_DIR: path("cli-cache"), BACKSTAY_PASSWORD: PASSWORD },
    ...{ BACKSTAY_SSH_CONFIG: "none", BACKSTAY_SFTP_KEY_FILE: join(places, "key") },
    BACKSTAY_SFTP_HOST_KEY: server.hostKey,
  };
  const run = (args: readonly string[], more: Readonly<Record<string, string>> = {}) =>
    runHere(args, { env: { ...env, ...more } });
  const ours = (...args: readonly string[]) => run([...args, "--repo", first]);
  const letter = path("documents", "letter.txt");
  return { ...office, server, places, first, second, run, ours, letter };
}

type Scene = Awaited<ReturnType<typeof setUp>>;

/** Largest first. */
const packsIn = (place: string) =>
  readdirSync(join(place, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted((a, b) => readFileSync(b).length - readFileSync(a).length);

function flip(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  rmSync(file);
  writeFileSync(file, bytes);
}

async function expectWhole({ ours, path }: Scene): Promise<string> {
  const target = path("restored");
  const { exitCode, stdout, stderr } = await ours("restore", "latest", "--target", target);
  expect(exitCode, stderr).toBe(0);
  for (const name of NAMES) {
    const document = path("documents", name);
    expect(Buffer.compare(readFileSync(join(target, document)), readFileSync(document))).toBe(0);
  }
  rmSync(target, { recursive: true });
  return stdout + stderr;
}

describe.skipIf(lacksTool("sshd", "ssh-keygen"))(
  "a repository that Backstay knows to have two replicas",
  () => {
    test(
      "is read at both, object by object: what is damaged or gone at the one comes from the other, and it is said",
      async () => {
        const scene = await setUp();
        const { ours, run, letter, host, first, places, path } = scene;
        expect(await expectWhole(scene)).not.toContain("Warning");
        const [large = "", ...others] = packsIn(first);
        flip(large, 1000);
        for (const pack of others) rmSync(pack);
        const said = await expectWhole(scene);
        expect(said).toContain("damaged or missing at NAS.");
        expect(said).toContain("heal");
        const dumped = await ours("dump", "latest", letter, "--no-cache", "--verbose");
        expect(dumped).toMatchObject({ exitCode: 0, stdout: "Dear customer" });
        const chinese = await ours("ls", "latest", "--no-cache", "--lang", "zh");
        expect(chinese.exitCode).toBe(0);
        expect(chinese.stdout).toContain("scan 1");
        expect(chinese.stderr).toContain("NAS 上有");

        // a check is of the place that is named, and so is what is read of it alone
        expect((await ours("check", "--read-data")).exitCode).toBe(1);
        expect((await ours("dump", "latest", letter, "--one-place", "--no-cache")).exitCode).not.toBe(0);

        // nor does it take the Backstay that looks after them
        await host.stop();
        const json = await ours("restore", "latest", "--target", path("again"), "--json");
        expect(json.exitCode).toBe(0);
        const warnings = json.stderr.trim().split("\n");
        expect(warnings.map((line) => JSON.parse(line) as object)).toMatchObject([
          {
            ...{ message_type: "warning", location: first },
            objects: expect.arrayContaining([expect.objectContaining({ kind: "pack", fault: "missing" })]),
          },
        ]);

        // as where the desktop seals what it signs in with
        renameSync(path("home", "secrets.json"), path("home", "sealed"));
        const alone = await ours("ls", "latest", "--no-cache");
        expect(alone.stderr).toContain("So nothing is read from the replica NAS 2.");
        const asked = await ours("ls", "latest", "--no-cache", "--one-place");
        expect(asked.stderr).not.toContain("nothing is read from");
        renameSync(path("home", "sealed"), path("home", "secrets.json"));

        renameSync(first, join(places, "unplugged"));
        expect(await expectWhole(scene)).toContain("So NAS is passed over");
        const wrong = await run(["ls", "latest", "--repo", first], { BACKSTAY_PASSWORD: "wrong" });
        expect(wrong).toMatchObject({ exitCode: EXIT.wrongPassword, stdout: "" });
      },
      LIMIT_MS,
    );

    test(
      "is read at the place first that was named, and not mixed up with another one that stands there now",
      async () => {
        const scene = await setUp();
        const { host, run, ours, letter, first, second, places, server, path } = scene;
        for (const pack of packsIn(second)) flip(pack, 100);
        const named = `sftp://${server.user}@127.0.0.1:${server.port}/${second}`;
        const dump = ["dump", "latest", letter, "--no-cache", "--repo", named];
        const dumped = await run(dump);
        expect(dumped).toMatchObject({ exitCode: 0, stdout: "Dear customer" });
        expect(dumped.stderr).toContain("damaged or missing at NAS 2.");
        expect((await run([...dump, "--one-place"])).exitCode).not.toBe(0);

        await host.stop();
        renameSync(first, join(places, "aside"));
        const stranger = await openEngine({ location: first, password: PASSWORD, init: 2 });
        await stranger.close();
        const none = await ours("snapshots");
        expect(none).toMatchObject({ exitCode: 0, stderr: "" });
        expect(none.stdout).not.toContain("documents");
        rmSync(first, { recursive: true });
        renameSync(join(places, "aside"), first);

        // a list of places that cannot be read keeps nobody from reading
        writeFileSync(path("home", "catalog.db"), "no database");
        expect(await expectWhole(scene)).toContain("only this place is read");
      },
      LIMIT_MS,
    );
  },
);
