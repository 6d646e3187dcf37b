/** Restores of a repository with a replica on a real sshd and one in a folder, by jobs in processes of their own. */
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { openEngine } from "../../../test/support/engine.ts";
import { resticOn } from "../../../test/support/restic.ts";
import { spawnJobProcess as spawn } from "../../../test/support/spawn-job-process.ts";
import { type SshServer, startSshServer } from "../../../test/support/ssh-server.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { secretsOfLocation } from "../../places/job-secrets.ts";
import { startJob } from "../start-job.ts";

const password = "correct horse battery staple";
const Summary = z.object({
  counts: z.object({
    filesRestored: z.number(),
    readsFromActive: z.number(),
    readsFromStandbys: z.number(),
    badObjects: z.number(),
  }),
  readFrom: z.object({
    replicas: z.array(z.object({ location: z.string(), reads: z.number() })),
    badObjects: z.array(
      z.object({ location: z.string(), kind: z.string(), name: z.string(), fault: z.string() }),
    ),
  }),
  problems: z.array(z.unknown()),
});

const FILES = 24;
const MIB = 1024 * 1024;

/** The same repository twice; the active one is reached over SFTP. */
async function twoPlaces(fileBytes: number) {
  const server = await startSshServer();
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("source"));
  for (let n = 0; n < FILES; n += 1) writeFileSync(path("source", `file ${n}`), randomBytes(fileBytes));
  const engine = await openEngine({ location: path("active"), password, init: 2 });
  await engine.backUp(path("source"));
  await engine.close();
  cpSync(path("active"), path("standby"), { recursive: true });
  const active = locationOn(server, path("active"));
  return { server, path, active, standby: path("standby") };
}

function locationOn({ user, port }: SshServer, folder: string): string {
  return `sftp://${user}@127.0.0.1:${port}/${folder}`;
}

type Places = Awaited<ReturnType<typeof twoPlaces>>;

/** Runs a job that may sign in to the server. */
async function run({ server, active }: Places, kind: string, input: object) {
  const variables = {
    BACKSTAY_SSH_CONFIG: "none",
    BACKSTAY_SFTP_PRIVATE_KEY: server.privateKey,
    BACKSTAY_SFTP_HOST_KEY: server.hostKey,
  };
  const secrets = { password, ...secretsOfLocation(active, variables) };
  const { ended } = startJob(
    spawn,
    { kind, input, secrets },
    { onProgress: () => undefined, onLog: () => undefined },
  );
  const end = await ended;
  if (!("result" in end)) throw new Error(JSON.stringify(end));
  return end.result;
}

async function restore(places: Places, strategy?: string) {
  const { path, active, standby } = places;
  const { summary } = await run(places, "restore", {
    repository: { location: active, cacheFolder: path("cache"), others: [standby], strategy },
    snapshot: `latest:${path("source")}`,
    targetFolder: path("restored"),
    ...{ includes: [], excludes: [], conflict: "overwrite", verify: false },
  });
  return Summary.parse(summary);
}

function expectSame(path: Places["path"]): void {
  const names = readdirSync(path("source"));
  expect(readdirSync(path("restored")).toSorted()).toEqual(names.toSorted());
  for (const name of names)
    expect(Buffer.compare(readFileSync(path("restored", name)), readFileSync(path("source", name)))).toBe(0);
}

function packsIn(folder: string): readonly string[] {
  return readdirSync(join(folder, "data"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .toSorted();
}

describe.skipIf(lacksTool("sshd", "ssh-keygen", "restic"))(
  "with a replica over SFTP and one in a folder",
  () => {
    test("files that are damaged or gone at the active one come from the other, it is said which, and they are put back", async () => {
      const places = await twoPlaces(MIB);
      const [one = "", two = "", three = ""] = packsIn(places.path("active"));
      const bytes = readFileSync(one);
      bytes[20] = (bytes[20] ?? 0) ^ 1;
      writeFileSync(one, bytes);
      truncateSync(two, 100);
      rmSync(three);
      const { counts, readFrom, problems } = await restore(places, "preferred");
      expectSame(places.path);
      expect(problems).toEqual([]);
      expect(counts).toMatchObject({ filesRestored: FILES, badObjects: 3 });
      expect(counts.readsFromStandbys).toBeGreaterThan(0);
      expect(readFrom.badObjects.map(({ location }) => location)).toEqual(Array(3).fill(places.active));
      expect(readFrom.badObjects.map(({ name }) => name).toSorted()).toEqual(
        [one, two, three].map((file) => file.slice(-64)).toSorted(),
      );

      const { problemCount, summary } = await run(places, "heal", {
        repository: { location: places.active, cacheFolder: places.path("cache") },
        from: [places.standby],
        objects: readFrom.badObjects.map(({ kind, name }) => ({ kind, name })),
      });
      expect({ problemCount, counts: summary.counts }).toMatchObject({
        ...{ problemCount: 0, counts: { objectsHealed: 3, objectsLost: 0 } },
      });
      for (const name of ["active", "standby"])
        expect(await resticOn(places.path(name), password).run("check", "--read-data")).toContain(
          "no errors were found",
        );
    });

    test("one that is gone before it begins is not waited for", async () => {
      const places = await twoPlaces(1000);
      await places.server.stop();
      const { counts, readFrom } = await restore(places);
      expectSame(places.path);
      expect(counts).toMatchObject({ filesRestored: FILES, readsFromActive: 0 });
      expect(readFrom.badObjects).toEqual([]);
    });

    test("an active one whose index or config is damaged is passed over, and what it has damaged is named", async () => {
      const places = await twoPlaces(1000);
      const [index = ""] = readdirSync(places.path("active", "index"));
      truncateSync(places.path("active", "index", index), 10);
      const { readFrom } = await restore(places, "preferred");
      expectSame(places.path);
      expect(readFrom.badObjects).toContainEqual({
        ...{ location: places.active, kind: "index", name: index, fault: "damaged" },
      });
      rmSync(places.path("restored"), { recursive: true });
      rmSync(places.path("active", "config"));
      await restore(places);
      expectSame(places.path);
    });
  },
);
