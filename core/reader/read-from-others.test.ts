/** What pages show of a repository with several replicas, while one of them is damaged. */
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openEngine } from "../../test/support/engine.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import type { BadObject } from "../failover/read/bad-object.ts";
import type { RawPath } from "../platform/raw-path.ts";
import { readBlob } from "../repository/read-blob.ts";
import { locate } from "./locate.ts";
import { openForReading } from "./opened-repository.ts";

const password = "correct horse battery staple";

test("folders and files are shown from the other replica, and what the active one has damaged is told of", async () => {
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  const content = randomBytes(50_000);
  mkdirSync(path("source"));
  writeFileSync(path("source", "letter"), content);
  const engine = await openEngine({ location: path("active"), password, init: 2 });
  await engine.backUp(path("source"));
  const { id } = engine.repository;
  await engine.close();
  cpSync(path("active"), path("standby"), { recursive: true });
  const packs = readdirSync(path("active", "data"), { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile(),
  );
  for (const { parentPath, name } of packs) truncateSync(join(parentPath, name), 10);

  const { signal } = new AbortController();
  const bad: BadObject[] = [];
  const place = {
    repositoryId: id,
    location: path("active"),
    password,
    hostname: "office",
    strategy: "preferred",
  } as const;
  const opened = await openForReading(
    { ...place, cacheFolder: path("cache"), others: [{ location: path("standby"), variables: {} }] },
    () => undefined,
    signal,
    (object) => bad.push(object),
  );
  onTestFinished(opened.close);
  const [snapshot] = opened.snapshots().snapshots;
  if (snapshot === undefined) throw new Error("there is no snapshot");
  const { node } = await locate(opened.listings, snapshot, path("source", "letter") as RawPath, signal);
  if (node?.type !== "file") throw new Error("the letter is not listed");
  const pieces = [];
  for (const blob of node.content ?? []) pieces.push(await readBlob(opened.repository, "data", blob, signal));
  expect(Buffer.compare(Buffer.concat(pieces), content)).toBe(0);
  expect(bad.map(({ location, fault, name }) => `${location} ${fault} ${name}`).toSorted()).toEqual(
    packs.map(({ name }) => `${path("active")} damaged ${name}`).toSorted(),
  );
});
