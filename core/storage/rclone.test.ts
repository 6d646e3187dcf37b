/** Stores behind a real rclone of our own. */
import { randomBytes } from "node:crypto";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { freezeProcess } from "../../test/support/freeze-process.ts";
import { serveByRclone } from "../../test/support/rclone.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { parseRcloneLocation } from "./rclone/place.ts";
import { openRcloneStore } from "./rclone.ts";
import { retrying } from "./retrying-store.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

const SMALL = Uint8Array.of(1, 2, 3);

/** Writes settings of rclone. @returns where */
async function settings(lines: readonly string[]): Promise<string> {
  const path = join(await tempFolder(), "rclone.conf");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

async function openFolder(folder: string, more: StoreVariables = {}, silenceMs = 20_000): Promise<Store> {
  const config = await settings(["[nas]", "type = alias", `remote = ${folder}`]);
  const place = parseRcloneLocation("rclone:nas:office");
  return openRcloneStore(place, { RCLONE_CONFIG: config, ...more }, { silenceMs });
}

/** The processes whose command line names that remote. */
function rcloneProcesses(config: string): readonly string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      const isRclone = /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/comm`, "utf8") === "rclone\n";
      return isRclone && readFileSync(`/proc/${pid}/environ`, "latin1").includes(config);
    } catch {
      return false; // ended meanwhile
    }
  });
}

describe.skipIf(lacksTool("rclone"))("behind rclone", () => {
  checkStore("a folder", async (t) => openFolder(await t.tempFolder()), { keepsManifests: false });

  test("a server reached over the network keeps what it was given", async () => {
    const folder = await tempFolder();
    const { url, stop } = await serveByRclone("webdav", folder);
    const config = await settings(["[dav]", "type = webdav", `url = ${url}`, "vendor = other"]);
    const store = openRcloneStore(parseRcloneLocation("rclone:dav:office"), { RCLONE_CONFIG: config });
    await store.create();
    await store.write("config", "config", SMALL);
    const large = new Uint8Array(randomBytes(17 * 1024 * 1024));
    const id = await writePack(store, large);
    expect(Buffer.compare(await store.read("pack", id), large)).toBe(0);
    expect(await store.read("pack", id, { offset: 5_000_000, length: 10 })).toEqual(
      large.slice(5_000_000, 5_000_010),
    );
    expect(readdirSync(join(folder, "office/data"), { recursive: true }).join()).toContain(id);
    await stop();
    await expect(store.write("pack", nameFor("pack", SMALL), SMALL)).rejects.toMatchObject({
      name: "BackstayError",
    });
    await store.close();
  });

  test("an rclone that was killed is started again, and ends with the store", async () => {
    const config = await settings(["[nas]", "type = alias", `remote = ${await tempFolder()}`]);
    const bare = openRcloneStore(parseRcloneLocation("rclone:nas:office"), { RCLONE_CONFIG: config });
    const store = retrying(bare, { wait: async () => undefined });
    await store.create();
    const [pid] = rcloneProcesses(config);
    process.kill(Number(pid), "SIGKILL");
    const id = await writePack(store, SMALL);
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: 3 }]);
    expect(rcloneProcesses(config)).toHaveLength(1);
    await store.close();
    expect(rcloneProcesses(config)).toEqual([]);
    await rejectsWith("CANCELLED", store.read("pack", id));
  });

  test("one rclone is started for all requests that come at once, the first ones and those after it was killed", async () => {
    const config = await settings(["[nas]", "type = alias", `remote = ${await tempFolder()}`]);
    const bare = openRcloneStore(parseRcloneLocation("rclone:nas:office"), { RCLONE_CONFIG: config });
    const store = retrying(bare, { wait: async () => undefined });
    const lists = () => Promise.all([..."abcdef"].map(() => listed(store, "lock")));
    await Promise.all([store.create(), store.create(), store.create()]);
    const [pid, ...others] = rcloneProcesses(config);
    expect(others).toEqual([]);
    process.kill(Number(pid), "SIGKILL");
    expect((await lists()).flat()).toEqual([]);
    expect(rcloneProcesses(config)).toHaveLength(1);
    await store.close();
    expect(rcloneProcesses(config)).toEqual([]);
  });

  test("an rclone that says nothing any more is given up, and what waits for it can be called off", async () => {
    const config = await settings(["[nas]", "type = alias", `remote = ${await tempFolder()}`]);
    const place = parseRcloneLocation("rclone:nas:office");
    const store = openRcloneStore(place, { RCLONE_CONFIG: config }, { silenceMs: 500 });
    await store.create();
    for (const pid of rcloneProcesses(config)) freezeProcess(Number(pid));
    const stop = new AbortController();
    const called = store.size("config", "config", stop.signal);
    stop.abort(new Error("enough"));
    await expect(called).rejects.toThrow("enough");
    await expect(store.size("config", "config")).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    await store.close();
    expect(rcloneProcesses(config)).toEqual([]);
  });

  test("a remote that its settings do not have is told in its words", async () => {
    const config = await settings(["[nas]", "type = alias", "remote = /srv"]);
    const store = openRcloneStore(parseRcloneLocation("rclone:other:office"), { RCLONE_CONFIG: config });
    await expect(store.create()).rejects.toMatchObject({
      code: "STORE_PROGRAM_FAILED",
      details: { program: "rclone", said: expect.stringContaining("didn't find section") },
    });
    await store.close();
  });

  test("is given none of our own secrets", async () => {
    const seen = join(await tempFolder(), "seen");
    const program = join(await tempFolder(), "spy");
    writeFileSync(program, `#!/bin/sh\nenv > ${seen}\nexec rclone "$@"\n`);
    chmodSync(program, 0o755);
    const store = await openFolder(await tempFolder(), {
      BACKSTAY_RCLONE_PROGRAM: program,
      BACKSTAY_PASSWORD: "sesame",
      RESTIC_PASSWORD: "sesame",
    });
    await store.create();
    await store.close();
    expect(readFileSync(seen, "utf8")).toContain("RCLONE_CONFIG=");
    expect(readFileSync(seen, "utf8")).not.toContain("sesame");
  });
});

test("an rclone that is not installed is told", async () => {
  const store = await openFolder("/srv", { BACKSTAY_RCLONE_PROGRAM: "/nowhere/rclone" });
  await expect(store.create()).rejects.toMatchObject({
    code: "STORE_PROGRAM_FAILED",
    details: { program: "/nowhere/rclone", said: "" },
  });
  await store.close();
});
