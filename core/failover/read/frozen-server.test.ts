/** A real sshd that stops answering in the middle of a restore, and comes back. */
import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openEngine } from "../../../test/support/engine.ts";
import { startSshServer } from "../../../test/support/ssh-server.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { loadSnapshots } from "../../repository/snapshots/load-snapshots.ts";
import { runRestore } from "../../restore/run-restore.ts";
import { openStore } from "../../storage/open-store.ts";
import type { Store } from "../../storage/store.ts";
import { openAny } from "./open-any.ts";

const password = "correct horse battery staple";
const FILES = 24;
const MIB = 1024 * 1024;

/** Calls `act` when so many packs, or parts of them, were asked for. */
function atRead(store: Store, reads: number, act: () => void): Store {
  let asked = 0;
  return {
    ...store,
    async read(...args) {
      if (args[0] === "pack" && ++asked === reads) act();
      return await store.read(...args);
    },
  };
}

/** The same repository on a server and in a folder. */
async function twoPlaces() {
  const server = await startSshServer();
  const folder = await tempFolder();
  const path = (...names: string[]) => join(folder, ...names);
  mkdirSync(path("source"));
  for (let n = 0; n < FILES; n += 1) writeFileSync(path("source", `file ${n}`), randomBytes(2 * MIB));
  const engine = await openEngine({ location: path("active"), password, init: 2 });
  await engine.backUp(path("source"));
  await engine.close();
  cpSync(path("active"), path("standby"), { recursive: true });
  const variables = {
    BACKSTAY_SSH_CONFIG: "none",
    BACKSTAY_SFTP_PRIVATE_KEY: server.privateKey,
    BACKSTAY_SFTP_HOST_KEY: server.hostKey,
  };
  const active = `sftp://${server.user}@127.0.0.1:${server.port}/${path("active")}`;
  const passedOver: string[] = [];
  const open = (wrap: (store: Store) => Store = (store) => store, openLimitMs = 20_000) =>
    openAny(
      [
        { location: active, open: (onOutage) => wrap(openStore(active, variables, onOutage)) },
        { location: path("standby"), open: () => openStore(path("standby")) },
      ],
      {
        ...{ password, cacheFolder: undefined, strategy: "preferred", openLimitMs },
        signal: new AbortController().signal,
        onUnusableCache: () => undefined,
        onPassedOver: (location) => passedOver.push(location),
        onOutage: () => undefined,
      },
    );
  return { server, path, active, open, passedOver };
}

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("a server that freezes", () => {
  test("in mid-restore is left within seconds, and nothing is lost", async () => {
    const { server, path, open, passedOver } = await twoPlaces();
    let frozenMs = Number.NaN;
    const freeze = () => {
      frozenMs = performance.now();
      server.freeze();
      server.freezeConnections();
    };
    const { signal } = new AbortController();
    const opened = await open((store) => atRead(store, 8, freeze));
    const { repository, report } = opened;
    const { snapshots } = await loadSnapshots(repository, repository.cache, signal);
    const [snapshot] = snapshots;
    if (snapshot === undefined) throw new Error("there is no snapshot");
    const result = await runRestore(
      repository,
      repository.cache,
      {
        ...{ snapshot, subfolder: undefined, target: { folder: path("restored") } },
        ...{ includes: [], excludes: [], conflict: "overwrite", threads: 2 },
      },
      { signal, reportProgress: () => undefined },
    );
    await opened.close();
    const tookMs = performance.now() - frozenMs;
    expect(result.problems).toEqual([]);
    for (let n = 0; n < FILES; n += 1) {
      const name = `file ${n}`;
      const restored = readFileSync(path("restored", path("source", name)));
      expect(Buffer.compare(restored, readFileSync(path("source", name)))).toBe(0);
    }
    const [first, second] = report().replicas;
    expect(first?.reads).toBeGreaterThan(0);
    expect(second?.reads).toBeGreaterThan(0);
    expect({ bad: report().bad, passedOver }).toEqual({ bad: [], passedOver: [] });
    expect(tookMs).toBeLessThan(20_000);
  });

  test("before anything is read is passed over, and asked no more for a while", async () => {
    const { server, path, active, open, passedOver } = await twoPlaces();
    server.freeze();
    const opened = await open(undefined, 2_000);
    expect(passedOver).toEqual([active]);
    expect(opened.repository.store.location).toBe(path("standby"));
    const { signal } = new AbortController();
    const { snapshots } = await loadSnapshots(opened.repository, opened.repository.cache, signal);
    expect(snapshots).toHaveLength(1);
    await opened.close();
    expect(opened.report().replicas.map(({ location, reads }) => [location, reads > 0])).toEqual([
      [path("standby"), true],
      [active, false],
    ]);
  });
});
