/** The FTP store on a real pure-ftpd. */
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { type FtpServer, startFtpServer } from "../../test/support/ftp-server.ts";
import { writeTestCertificate } from "../../test/support/test-certificate.ts";
import { canMount, mountTmpfs } from "../../test/support/tmpfs.ts";
import { lacks, lacksTool } from "../../test/support/tools.ts";
import { parseFtpLocation } from "./ftp/place.ts";
import { openFtpStore } from "./ftp.ts";
import { retrying } from "./retrying-store.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

const SMALL = Uint8Array.of(1, 2, 3);
const ID = nameFor("pack", SMALL);
const MIB = 1024 * 1024;
const isRoot = process.getuid?.() === 0;

function openOn(
  { port, user, password }: Pick<FtpServer, "port" | "user" | "password">,
  folder = "office",
  { scheme = "ftp", silenceMs = 20_000, variables = {} as StoreVariables } = {},
): Store {
  const place = parseFtpLocation(`${scheme}://${user}@127.0.0.1:${port}/${folder}`);
  return openFtpStore(place, { BACKSTAY_FTP_PASSWORD: password, ...variables }, { silenceMs });
}

async function newRepository(args: readonly string[] = []) {
  const server = await startFtpServer(undefined, args);
  const store = openOn(server);
  await store.create();
  await store.write("config", "config", SMALL);
  return { server, store };
}

describe.skipIf(lacks("root", isRoot) || lacksTool("pure-ftpd"))("over FTP", () => {
  checkStore("a folder", async () => openOn(await startFtpServer(), "our%20files/o%2Bffice"));

  test("a folder with a space in its name that was looked for in vain is made", async () => {
    const store = openOn(await startFtpServer(), "our%20files/office");
    await rejectsWith("STORE_VANISHED", store.size("config", "config"));
    await store.create();
    await store.write("config", "config", SMALL);
    expect(await listed(store, "config")).toEqual([{ name: "config", sizeBytes: SMALL.length }]);
    await store.close();
  });

  test("with TLS, for whom its certificate vouches", async () => {
    const tls = await writeTestCertificate();
    const server = await startFtpServer(tls);
    const stranger = openOn(server, "office", { scheme: "ftps" });
    await expect(stranger.create()).rejects.toMatchObject({
      code: "STORE_CERTIFICATE_REFUSED",
      details: { reason: "unknown" },
    });
    const variables = { BACKSTAY_CACERT: tls.cert };
    const known = openOn(server, "office", { scheme: "ftps", variables });
    await known.create();
    const large = new Uint8Array(randomBytes(3 * MIB));
    expect(Buffer.compare(await known.read("pack", await writePack(known, large)), large)).toBe(0);
    expect(await listed(known, "pack")).toHaveLength(1);
    const plain = openOn(server);
    const error: unknown = await plain.create().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "BackstayError" });
    for (const store of [stranger, known, plain]) await store.close();
    const { server: other } = await newRepository();
    await expect(openOn(other, "office", { scheme: "ftps", variables }).create()).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "no-tls" },
    });
  });

  test("says who is not let in, and nothing of the password", async () => {
    const server = await startFtpServer();
    for (const [user, password] of [
      ["anna", "sesame wide open"],
      ["bert", "sesame wide open"],
    ] as const) {
      const store = openOn({ port: server.port, user, password });
      const error: unknown = await store.create().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "STORE_SIGN_IN_REFUSED", details: { user } });
      expect(`${error} ${JSON.stringify(error)}`).not.toContain("sesame");
      await store.close();
    }
  });

  test("parts of a large file are read, whatever lies behind them", async () => {
    const { store } = await newRepository();
    const large = new Uint8Array(randomBytes(12 * MIB));
    const id = await writePack(store, large);
    for (const [offset, length] of [
      [0, 10],
      [5 * MIB, 1000],
      [12 * MIB - 5, 5],
    ] as const)
      expect(await store.read("pack", id, { offset, length })).toEqual(large.slice(offset, offset + length));
    await store.close();
  });

  test("a repository that is no more there has vanished, and is not made anew", async () => {
    const { server, store } = await newRepository();
    const id = await writePack(store, SMALL);
    rmSync(join(server.folder, "office/locks"), { recursive: true });
    expect(await listed(store, "lock")).toEqual([]);
    await store.write("lock", ID, SMALL);
    const [lock] = await listed(store, "lock");
    expect(Math.abs((lock?.modifiedMs ?? 0) - Date.now())).toBeLessThan(60_000);
    rmSync(join(server.folder, "office"), { recursive: true });
    await rejectsWith("STORE_VANISHED", store.read("pack", id));
    await rejectsWith("STORE_VANISHED", listed(store, "pack"));
    await rejectsWith("STORE_VANISHED", listed(store, "index"));
    await rejectsWith("STORE_VANISHED", writePack(store, SMALL));
    await rejectsWith("STORE_VANISHED", store.remove("pack", id));
    expect(readdirSync(server.folder)).toEqual([]);
    await store.close();
  });

  test("goes on when connections are cut, and shows nothing half written", async () => {
    const { server, store: bare } = await newRepository();
    const store = retrying(bare, { wait: async () => undefined });
    const large = new Uint8Array(randomBytes(64 * MIB));
    const data = join(server.folder, "office/data");
    const begun = async () => {
      const isBegun = () =>
        readdirSync(data, { recursive: true, encoding: "utf8" }).some((name) => name.includes(".tmp-"));
      while (!isBegun()) await new Promise((resolve) => setImmediate(resolve));
    };
    const writing = writePack(bare, large);
    await begun();
    server.cutConnections();
    await expect(writing).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "closed" },
    });
    expect(await listed(store, "pack")).toEqual([]);
    const again = writePack(store, large);
    await begun();
    server.cutConnections();
    const id = await again;
    expect(Buffer.compare(await store.read("pack", id), large)).toBe(0);
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: large.length }]);
    await store.close();
  });

  test("few connections are enough, and one that was closed meanwhile is made anew", async () => {
    const { server, store } = await newRepository(["-C", "2"]);
    const files = Array.from({ length: 12 }, (_, n) => new Uint8Array(1000 + n).fill(n));
    const ids = await Promise.all(files.map((bytes) => writePack(store, bytes)));
    expect((await listed(store, "pack")).map(({ name }) => name).sort()).toEqual(ids.sort());
    server.cutConnections();
    expect(await store.size("config", "config")).toBe(3);
    await store.close();
  });

  test("a server that says nothing any more is given up, and what waits for it can be called off", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    const store = openOn({ port, user: "anna", password: "x" }, "office", { silenceMs: 300 });
    const stop = new AbortController();
    const called = store.read("pack", ID, undefined, stop.signal);
    stop.abort(new Error("enough"));
    await expect(called).rejects.toThrow("enough");
    await expect(store.read("pack", ID)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    await store.close();
    const { server, store: other } = await newRepository();
    await server.stop();
    await rejectsWith("STORE_UNREACHABLE", other.size("config", "config"));
    await other.close();
  });

  test("one that answers for ever, a few bytes at a time, is given up", async () => {
    const { server, store } = await newRepository();
    const id = await writePack(store, new Uint8Array(500_000));
    await store.close();
    const throttled = await startFtpServer(undefined, ["-T", "1"], server.folder);
    const slow = openOn(throttled, "office", { silenceMs: 700 });
    await expect(slow.read("pack", id)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    expect(await slow.size("pack", id)).toBe(500_000);
    await slow.close();
  });

  test("what was left half written on a server is neither listed nor read", async () => {
    const { server, store } = await newRepository();
    const id = await writePack(store, SMALL);
    writeFileSync(join(server.folder, "office/data", id.slice(0, 2), ".tmp-0123"), "half");
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: 3 }]);
    await store.close();
  });
});

describe.skipIf(lacks("the right to mount a file system", canMount()) || lacksTool("pure-ftpd"))(
  "a full disk of an FTP server",
  () => {
    test("leaves nothing half written, and goes on when there is room", async () => {
      const disk = await mountTmpfs("4m");
      const server = await startFtpServer(undefined, [], join(disk, "served"));
      const store = openOn(server);
      await store.create();
      await store.write("config", "config", SMALL);
      const error: unknown = await writePack(store, new Uint8Array(6 * MIB)).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: /^STORE_(FULL|WRITE_REFUSED)$/ });
      expect(await listed(store, "pack")).toEqual([]);
      await writePack(store, SMALL);
      expect(await listed(store, "pack")).toHaveLength(1);
      await store.close();
    });
  },
);
