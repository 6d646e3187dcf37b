/** The SFTP store on real sshd. */
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { sharedSshServer, startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { canMount, makeReadOnly, mountTmpfs, unmount } from "../../test/support/tmpfs.ts";
import { lacks, lacksTool } from "../../test/support/tools.ts";
import { retrying } from "./retrying-store.ts";
import { newRepository, openOn, SMALL, TOO_LARGE } from "./testing/sftp-stores.ts";

/** Resolves once the server has begun a pack that is not whole yet. */
async function begunIn(root: string): Promise<void> {
  const isBegun = () =>
    readdirSync(join(root, "data"), { recursive: true, encoding: "utf8" }).some((name) =>
      name.includes(".tmp-"),
    );
  while (!isBegun()) await new Promise((resolve) => setImmediate(resolve));
}

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("over SFTP", () => {
  checkStore("a folder of a server", async (t) => {
    return openOn(await sharedSshServer(), join(await t.tempFolder(), "not", "there", "yet"));
  });

  test("files and folders have the permissions that a local store gives them", async () => {
    const { root, store } = await newRepository();
    const id = await writePack(store, SMALL);
    const modeOf = (...path: string[]) => (statSync(join(root, ...path)).mode & 0o777).toString(8);
    expect([modeOf(), modeOf("data", "00"), modeOf("config")]).toEqual(["700", "700", "400"]);
    expect(modeOf("data", id.slice(0, 2), id)).toBe("400");
  });

  test("the group may do what it may do with the config", async () => {
    const { server, root, store } = await newRepository();
    await store.close();
    chmodSync(join(root, "config"), 0o440);
    rmSync(join(root, "data", nameFor("pack", SMALL).slice(0, 2)), { recursive: true });
    const again = openOn(server, root);
    const id = await writePack(again, SMALL);
    await again.close();
    expect((statSync(join(root, "data", id.slice(0, 2), id)).mode & 0o777).toString(8)).toBe("440");
    expect((statSync(join(root, "data", id.slice(0, 2))).mode & 0o777).toString(8)).toBe("770");
  });

  test("a folder that somebody's tool left out is made again, but never a whole repository", async () => {
    const { root, store } = await newRepository();
    const id = nameFor("pack", SMALL);
    rmSync(join(root, "data", id.slice(0, 2)), { recursive: true });
    rmSync(join(root, "locks"), { recursive: true });
    expect(await listed(store, "lock")).toEqual([]);
    expect(await listed(store, "pack")).toEqual([]);
    await writePack(store, SMALL);
    expect(await listed(store, "pack")).toHaveLength(1);
    rmSync(root, { recursive: true });
    await rejectsWith("STORE_VANISHED", writePack(store, SMALL));
    await rejectsWith("STORE_VANISHED", listed(store, "pack"));
    await rejectsWith("STORE_VANISHED", store.remove("pack", id));
    await rejectsWith("STORE_VANISHED", store.read("config", "config"));
    expect(readdirSync(join(root, ".."))).toEqual([]);
    await store.close();
  });

  test("lists what is a file under a name that files have, links among them", async () => {
    const { root, store } = await newRepository();
    const id = await writePack(store, SMALL);
    const folder = join(root, "data", id.slice(0, 2));
    writeFileSync(join(folder, ".tmp-0123"), "half");
    writeFileSync(join(folder, `${id}.bak`), "a copy");
    mkdirSync(join(root, "data", "00", "0".repeat(64)));
    writeFileSync(join(root, "data", "zz"), "no folder");
    const elsewhere = join(await tempFolder(), id);
    renameSync(join(folder, id), elsewhere);
    symlinkSync(elsewhere, join(folder, id));
    writeFileSync(join(root, "data", "01", id), "in a folder that is not its own");
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: 3 }]);
    await rejectsWith("OBJECT_MISSING", store.read("pack", "0".repeat(64)));
    await store.close();
  });

  test("lists thousands of files, with the age of locks", async () => {
    const { root, store } = await newRepository();
    for (let n = 0; n < 3000; n++) {
      writeFileSync(join(root, "locks", n.toString(16).padStart(64, "0")), "x");
    }
    const locks = await listed(store, "lock");
    expect(new Set(locks.map(({ name }) => name)).size).toBe(3000);
    expect(Math.abs((locks[0]?.modifiedMs ?? 0) - Date.now())).toBeLessThan(60_000);
    await store.close();
  });

  test("goes on over a new connection after one was cut", async () => {
    const { server, root, store: bare } = await newRepository();
    const store = retrying(bare, { wait: async () => undefined });
    const id = await writePack(store, SMALL);
    server.cutConnections();
    expect(await store.read("pack", id)).toEqual(SMALL);
    const large = new Uint8Array(randomBytes(24 * 1024 * 1024));
    const writing = writePack(store, large);
    await begunIn(root);
    server.cutConnections();
    expect(Buffer.compare(await store.read("pack", await writing), large)).toBe(0);
    expect((await listed(store, "pack")).map(({ sizeBytes }) => sizeBytes).sort()).toEqual([
      large.length,
      SMALL.length,
    ]);
    await store.close();
    expect(statSync(join(root, "config")).size).toBe(3);
  });

  test("without more tries, a cut connection says so, and shows nothing half written", async () => {
    const { server, root, store } = await newRepository();
    const writing = writePack(store, new Uint8Array(randomBytes(48 * 1024 * 1024)));
    await begunIn(root);
    server.cutConnections();
    await expect(writing).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "closed", location: expect.stringMatching(/^sftp:\/\/.*repository$/) },
    });
    expect(await listed(store, "pack")).toEqual([]);
    await store.close();
  });

  test("a server that says nothing any more is given up, and what waits for it can be called off", async () => {
    const server = await startSshServer();
    const root = join(await tempFolder(), "repository");
    const store = openOn(server, root, {}, 700);
    await store.create();
    await store.write("config", "config", SMALL);
    server.freezeConnections();
    const stop = new AbortController();
    const called = store.read("config", "config", undefined, stop.signal);
    stop.abort(new Error("enough"));
    await expect(called).rejects.toThrow("enough");
    await expect(store.read("config", "config")).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    expect(await store.read("config", "config")).toEqual(SMALL); // over a new connection
    await store.close();
  });

  test("a store nobody answers is closed all the same", async () => {
    const { server, store } = await newRepository();
    server.freezeConnections();
    store.read("config", "config").catch(() => undefined);
    await store.close();
    await store.close();
    await expect(store.read("config", "config")).rejects.toMatchObject({ code: "CANCELLED" });
  });

  test("a server that only lets read says that access is refused", async () => {
    const { root, store } = await newRepository();
    const id = await writePack(store, SMALL);
    await store.close();
    const readOnly = openOn(await startSshServer("internal-sftp -R"), root);
    expect(await readOnly.read("pack", id)).toEqual(SMALL);
    await rejectsWith("STORE_DENIED", writePack(readOnly, TOO_LARGE));
    await rejectsWith("STORE_DENIED", readOnly.remove("pack", id));
    await readOnly.close();
  });
});

describe.skipIf(lacks("the right to mount a file system", canMount()) || lacksTool("sshd"))(
  "a disk of an SFTP server",
  () => {
    test("that is full leaves nothing half written, and goes on when there is room", async () => {
      const { root, store } = await newRepository(join(await mountTmpfs("4m"), "repository"));
      await expect(writePack(store, TOO_LARGE)).rejects.toMatchObject({
        code: "STORE_FULL",
        details: { needBytes: TOO_LARGE.length },
      });
      expect(readdirSync(join(root, "data", nameFor("pack", TOO_LARGE).slice(0, 2)))).toEqual([]);
      await writePack(store, SMALL);
      expect(await listed(store, "pack")).toHaveLength(1);
      await store.close();
    });

    test("that is read-only can be read but not written", async () => {
      const { root, store } = await newRepository(await mountTmpfs("4m"));
      const id = await writePack(store, SMALL);
      makeReadOnly(root);
      await rejectsWith("STORE_READ_ONLY", writePack(store, TOO_LARGE));
      await rejectsWith("STORE_READ_ONLY", store.remove("pack", id));
      expect(await store.read("pack", id)).toEqual(SMALL);
      await store.close();
    });

    test("that was unmounted has vanished", async () => {
      const mount = await mountTmpfs("4m");
      const { store } = await newRepository(join(mount, "repository"));
      unmount(mount);
      await rejectsWith("STORE_VANISHED", store.read("config", "config"));
      await rejectsWith("STORE_VANISHED", writePack(store, SMALL));
      expect(readdirSync(mount)).toEqual([]);
      await store.close();
    });
  },
);
