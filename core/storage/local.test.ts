import { execFileSync, spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import {
  chmod,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  stat,
  symlink,
  truncate,
  writeFile,
} from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { createShareProbe } from "./local/on-share.ts";
import { openLocalStore } from "./local.ts";
import type { FileKind, Store } from "./store.ts";

checkStore("local folder", async (t) => openLocalStore(join(await t.tempFolder(), "not", "there", "yet")));

const BYTES = new TextEncoder().encode("some bytes");
const ID = nameFor("pack", BYTES);
const KINDS: readonly FileKind[] = ["config", "key", "lock", "snapshot", "index", "pack"];

/** A repository as `init` leaves it: folders and a config. */
async function newRepository(): Promise<{ root: string; store: Store }> {
  const root = join(await tempFolder(), "repository");
  const store = openLocalStore(root);
  await store.create();
  await store.write("config", "config", BYTES);
  return { root, store };
}

async function permissionsOf(path: string): Promise<string> {
  return ((await stat(path)).mode & 0o777).toString(8);
}

describe("a local store's layout", () => {
  test.skipIf(lacksTool("restic"))("has the folders and permissions that restic makes", async () => {
    const { root, store } = await newRepository();
    await store.write("key", nameFor("key", BYTES), BYTES);
    const theirs = join(await tempFolder(), "theirs");
    const env = { ...process.env, RESTIC_PASSWORD: "secret" };
    execFileSync("restic", ["init", "-q", "--no-cache", "-r", theirs], { env });
    const foldersOf = async (top: string) => {
      const entries = await readdir(top, { recursive: true, withFileTypes: true });
      const folders = entries.filter((entry) => entry.isDirectory()).map((e) => join(e.parentPath, e.name));
      const rows = folders.map(async (f) => [f.slice(top.length), await permissionsOf(f)] as const);
      return (await Promise.all(rows)).sort();
    };
    expect(await foldersOf(root)).toEqual(await foldersOf(theirs));
    expect(await permissionsOf(join(root, "config"))).toBe(await permissionsOf(join(theirs, "config")));
    const [theirKey] = await listed(openLocalStore(theirs), "key");
    const ourKey = join(root, "keys", nameFor("key", BYTES));
    expect(await permissionsOf(ourKey)).toBe(
      await permissionsOf(join(theirs, "keys", String(theirKey?.name))),
    );
  });

  test("lets the group read where it may read the config", async () => {
    const { root } = await newRepository();
    await chmod(join(root, "config"), 0o440);
    await writePack(openLocalStore(root), BYTES);
    expect(await permissionsOf(join(root, "data", ID.slice(0, 2), ID))).toBe("440");
  });

  test("is where it was when opened, whatever the working folder is later", async () => {
    const before = process.cwd();
    const folder = await tempFolder();
    process.chdir(folder);
    const store = openLocalStore("here");
    process.chdir(before);
    await store.create();
    expect(await readdir(folder)).toEqual(["here"]);
  });
});

describe("a local store's listing", () => {
  test("skips what is no file of a repository", async () => {
    const { root, store } = await newRepository();
    await writePack(store, BYTES);
    const data = join(root, "data");
    const other = nameFor("pack", Uint8Array.of(1));
    const wrongPlace = ID.startsWith("00") ? "01" : "00";
    await writeFile(join(data, ID.slice(0, 2), ".tmp-0123456789abcdef"), "half");
    await writeFile(join(data, ID.slice(0, 2), `${ID}-tmp-123`), "half, of restic's");
    await writeFile(join(data, "stray"), "");
    await mkdir(join(data, "not-hex"));
    await writeFile(join(data, "not-hex", ID), BYTES);
    await writeFile(join(data, wrongPlace, ID), BYTES);
    await mkdir(join(data, other.slice(0, 2), other));
    await rm(join(data, "fe"), { recursive: true });
    await writeFile(join(data, "fe"), "a file in a folder's place");
    await symlink("/nowhere", join(root, "index", other));
    expect(await listed(store, "pack")).toEqual([{ name: ID, sizeBytes: BYTES.length }]);
    expect(await listed(store, "index")).toEqual([]);
  });

  test("takes a folder that a copying tool left out for an empty one", async () => {
    const { root, store } = await newRepository();
    await rmdir(join(root, "locks"));
    await rm(join(root, "data"), { recursive: true });
    expect(await listed(store, "lock")).toEqual([]);
    expect(await listed(store, "pack")).toEqual([]);
    await rejectsWith("OBJECT_MISSING", store.read("lock", ID));
    await store.write("lock", ID, BYTES);
    await writePack(store, BYTES);
    expect(await store.read("lock", ID)).toEqual(BYTES);
    expect(await store.read("pack", ID)).toEqual(BYTES);
  });
});

describe("a local store with something else in a file's place", () => {
  test("does not wait for a FIFO", async () => {
    const { root, store } = await newRepository();
    execFileSync("mkfifo", [join(root, "index", ID)]);
    await rejectsWith("OBJECT_MISSING", store.read("index", ID));
    await rejectsWith("OBJECT_MISSING", store.size("index", ID));
    expect(await listed(store, "index")).toEqual([]);
  });

  test("does not ask for memory for an absurd size", async () => {
    const { root, store } = await newRepository();
    await writeFile(join(root, "index", ID), "");
    await truncate(join(root, "index", ID), 2 ** 40);
    const corrupt = { code: "OBJECT_CORRUPT", details: { reason: "size" } };
    await expect(store.read("index", ID)).rejects.toMatchObject(corrupt);
    expect(await store.read("index", ID, { offset: 2 ** 39, length: 4 })).toEqual(new Uint8Array(4));
  });

  test("names the system's reason when it is none of those a person can mend", async () => {
    const { root, store } = await newRepository();
    await mkdir(join(root, "index", ID));
    await expect(store.write("index", ID, BYTES)).rejects.toMatchObject({
      code: "STORE_FAILED",
      details: { location: root, operation: "write", reason: "EISDIR" },
    });
    expect(await readdir(join(root, "index"))).toEqual([ID]);
  });
});

describe("a local store whose folder is not there", () => {
  /** Every operation on every kind, none of which may succeed or bring the folder back. */
  async function expectVanished(store: Store): Promise<void> {
    for (const kind of KINDS) {
      const name = nameFor(kind, BYTES);
      await rejectsWith("STORE_VANISHED", store.read(kind, name));
      await rejectsWith("STORE_VANISHED", store.size(kind, name));
      await rejectsWith("STORE_VANISHED", store.write(kind, name, BYTES));
      await rejectsWith("STORE_VANISHED", store.remove(kind, name));
      await rejectsWith("STORE_VANISHED", listed(store, kind));
    }
  }

  test("says so and makes nothing", async () => {
    const parent = await tempFolder();
    await expectVanished(openLocalStore(join(parent, "repository")));
    expect(await readdir(parent)).toEqual([]);
  });

  test("says so when it goes away in use, and works again when it is back", async () => {
    const { root, store } = await newRepository();
    await writePack(store, BYTES);
    await rename(root, `${root}-away`);
    await expectVanished(store);
    await rename(`${root}-away`, root);
    expect(await store.read("pack", ID)).toEqual(BYTES);
  });

  test("never writes into the empty mount point of a share", async () => {
    const { root, store } = await newRepository();
    await rm(root, { recursive: true });
    await mkdir(root);
    for (const kind of KINDS.filter((kind) => kind !== "config")) {
      await rejectsWith("STORE_VANISHED", store.write(kind, ID, BYTES));
      await rejectsWith("STORE_VANISHED", store.remove(kind, ID));
      await rejectsWith("STORE_VANISHED", listed(store, kind));
    }
    expect(await readdir(root)).toEqual([]);
  });

  test("says so when a file stands in the folder's place", async () => {
    const root = join(await tempFolder(), "file");
    await writeFile(root, "");
    await expectVanished(openLocalStore(root));
    await rejectsWith("STORE_FAILED", openLocalStore(root).create());
  });
});

test("a local store tells a refused permission", async () => {
  const { root, store } = await newRepository();
  await store.write("index", ID, BYTES);
  await chmod(root, 0o000);
  await asOrdinaryUser(async () => {
    const denied = (operation: string) => ({ code: "STORE_DENIED", details: { location: root, operation } });
    await expect(store.read("index", ID)).rejects.toMatchObject(denied("read"));
    await expect(store.write("index", ID, BYTES)).rejects.toMatchObject(denied("write"));
    await expect(store.remove("index", ID)).rejects.toMatchObject(denied("remove"));
    await expect(listed(store, "index")).rejects.toMatchObject(denied("list"));
    await expect(store.create()).rejects.toMatchObject(denied("create"));
  });
  await chmod(root, 0o700);
});

describe.skipIf(lacksTool("strace"))("a local store as the disk sees it", () => {
  /** @returns the calls that matter to durability, each with the last component of what it was about */
  async function traced(script: string, root: string): Promise<readonly string[]> {
    const log = join(await tempFolder(), "strace.log");
    const url = new URL("./local.ts", import.meta.url).href;
    const program = `
      const { openLocalStore } = await import(${JSON.stringify(url)});
      const store = openLocalStore(${JSON.stringify(root)});
      const [id, bytes] = [${JSON.stringify(ID)}, Uint8Array.of(1, 2, 3)];
      ${script}`;
    const flags = ["-f", "-y", "-o", log, "-e", "trace=fsync,fdatasync,rename,renameat,renameat2,unlink"];
    const run = spawnSync("strace", [...flags, process.execPath, "--input-type=module", "-e", program]);
    expect(run.stderr.toString()).toBe("");
    const lines = (await readFile(log, "utf8")).split("\n").filter((line) => line.includes(root));
    return lines.map((line) => {
      const call = /\b(fsync|fdatasync|rename|unlink)/.exec(line)?.[1];
      const subjects = [...line.matchAll(/[<"]([^<>"]*)[>"]/g)].map(([, path]) =>
        String(path).split("/").at(-1),
      );
      return [call, ...subjects.map((s) => s?.replace(/^\.tmp-[0-9a-f]{16}$/, "TEMPORARY"))].join(" ");
    });
  }

  test("syncs the file, renames it, then syncs the folder", async () => {
    const { root } = await newRepository();
    expect(await traced(`await store.write("index", id, bytes);`, root)).toEqual([
      "fsync TEMPORARY",
      `rename TEMPORARY ${ID}`,
      "fsync index",
    ]);
  });

  test("syncs the parent of a folder it had to make", async () => {
    const { root } = await newRepository();
    await rmdir(join(root, "locks"));
    expect(await traced(`await store.write("lock", id, bytes);`, root)).toEqual([
      "fsync repository",
      "fsync TEMPORARY",
      `rename TEMPORARY ${ID}`,
      "fsync locks",
    ]);
  });

  test("makes the removal of an index last, and does not wait for that of a pack", async () => {
    const { root, store } = await newRepository();
    await writePack(store, BYTES);
    await store.write("index", ID, BYTES);
    expect(await traced(`await store.remove("index", id); await store.remove("pack", id);`, root)).toEqual([
      `unlink ${ID}`,
      "fsync index",
      `unlink ${ID}`,
    ]);
  });
});

describe("a folder that another one takes the place of", () => {
  const second = new TextEncoder().encode("other bytes");
  const name = nameFor("pack", second);

  test("is written to no more, nor removed from, and what lies there now stays as it is", async () => {
    const { root, store } = await newRepository();
    await rename(root, `${root} aside`);
    const { root: other } = await newRepository();
    await rename(other, root);
    const vanished = { code: "STORE_VANISHED", details: { location: root } };
    await expect(store.write("pack", name, second)).rejects.toMatchObject(vanished);
    await expect(store.remove("config", "config")).rejects.toMatchObject(vanished);
    expect(await readFile(join(root, "config"))).toEqual(Buffer.from(BYTES));
    expect(await listed(openLocalStore(root), "pack")).toEqual([]);
    await rm(root, { recursive: true });
    await rename(`${root} aside`, root);
    await store.write("pack", name, second); // it is the one again
  });

  test("is noticed by whoever has only read there", async () => {
    const { root } = await newRepository();
    const store = openLocalStore(root);
    await store.read("config", "config");
    await rename(root, `${root} aside`);
    await openLocalStore(root).create();
    await expect(store.write("pack", name, second)).rejects.toMatchObject({ code: "STORE_VANISHED" });
  });
});

describe("on a share", () => {
  const canMount = existsSync("/dev/fuse") && spawnSync("fusermount", ["-V"]).status === 0;
  test.skipIf(!canMount || lacksTool("rclone"))(
    "a folder that another program or machine keeps is told from one of this machine's own",
    async () => {
      const [source, place] = [await tempFolder(), await tempFolder()];
      const child = spawn("rclone", ["mount", "--config", "/dev/null", source, place], { stdio: "ignore" });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      onTestFinished(async () => {
        spawnSync("fusermount", ["-u", "-z", place]);
        child.kill();
        await ended;
      });
      const isMounted = () => spawnSync("mountpoint", ["-q", place]).status === 0;
      await vi.waitFor(() => expect(isMounted()).toBe(true), { timeout: 20_000, interval: 50 });
      expect(await createShareProbe(place)()).toBe(true);
      expect(await createShareProbe(source)()).toBe(false);
      const store = openLocalStore(join(place, "repository"));
      await store.create();
      await store.write("config", "config", BYTES);
      await store.write("index", name, bytes);
      expect(Buffer.from(await store.read("index", name))).toEqual(Buffer.from(bytes));
    },
  );

  const bytes = new TextEncoder().encode("an index");
  const name = nameFor("index", bytes);

  /** A share that changes what is written to it, so many times. */
  async function shareThatLies(times: number) {
    const { root } = await newRepository();
    const lies = { left: times };
    const store = openLocalStore(root, () => async () => true);
    const lying = openLocalStore(root, () => async () => {
      if (lies.left > 0)
        await rm(join(root, "index", name)).then(() => writeFile(join(root, "index", name), "an indeX"));
      lies.left -= 1;
      return true;
    });
    return { root, store, lying };
  }

  test("what everything hangs on is read back, and stored a second time where it came back differently", async () => {
    const { root, store, lying } = await shareThatLies(1);
    await store.write("index", name, bytes);
    await lying.write("index", name, bytes);
    expect(await readFile(join(root, "index", name))).toEqual(Buffer.from(bytes));
  });

  test("one that loses what is written is told, and nothing is called stored", async () => {
    const { root } = await newRepository();
    let isWritten = false;
    const store = openLocalStore(root, () => async () => {
      isWritten = true;
      await rm(join(root, "index"), { recursive: true });
      return true;
    });
    await expect(store.write("index", name, bytes)).rejects.toMatchObject({ code: "OBJECT_MISSING" });
    expect(isWritten).toBe(true);
  });

  test("packs are not read back, as they prove themselves whenever they are read", async () => {
    const { root } = await newRepository();
    let asked = 0;
    const store = openLocalStore(root, () => async () => {
      asked += 1;
      return true;
    });
    await writePack(store, BYTES);
    expect(asked).toBe(0);
    await store.write("index", name, bytes);
    expect(asked).toBe(1);
  });
});
