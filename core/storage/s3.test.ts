/** The S3 store on a server that proves signatures, and on ones that answer worse than that. */
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkHttpStore } from "../../test/support/check-http-store.ts";
import { checkStore, listed, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { sharedS3Server, startS3Server } from "../../test/support/s3-server.ts";
import { serveHttp } from "../../test/support/serve-http.ts";
import { startTcpProxy } from "../../test/support/tcp-proxy.ts";
import { retrying } from "./retrying-store.ts";
import { ID, KEYS, newRepository, openAt, openOn, SMALL } from "./testing/s3-stores.ts";

describe("in a bucket", () => {
  checkStore("all of it", async () => openOn(await sharedS3Server()));
});

describe("in a bucket with other things", () => {
  checkStore("a folder", async () => openOn(await sharedS3Server(), "our%20files/a+b&c=é/"));

  test("sees only what is its own", async () => {
    const { server, store } = await newRepository("one");
    const id = await writePack(store, SMALL);
    const neighbour = openOn(server, "on");
    await neighbour.create();
    expect(await listed(neighbour, "pack")).toEqual([]);
    await rejectsWith("OBJECT_MISSING", neighbour.read("pack", id));
    const below = openOn(server, `one/data/${id.slice(0, 2)}`);
    await below.write("config", "config", SMALL);
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: 3 }]);
    expect(readdirSync(join(server.folder, "office/one/data"), { recursive: true }).join()).toContain(id);
    for (const each of [store, neighbour, below]) await each.close();
  });

  test("tells when a lock was written", async () => {
    const { store } = await newRepository();
    await store.write("lock", ID, SMALL);
    const [lock] = await listed(store, "lock");
    expect(Math.abs((lock?.modifiedMs ?? 0) - Date.now())).toBeLessThan(60_000);
    await store.close();
  });

  test("a repository that is no more there has vanished", async () => {
    const { server, store } = await newRepository("one");
    const id = await writePack(store, SMALL);
    rmSync(join(server.folder, "office/one"), { recursive: true });
    await rejectsWith("STORE_VANISHED", store.read("pack", id));
    await rejectsWith("STORE_VANISHED", listed(store, "pack"));
    await rejectsWith("STORE_VANISHED", store.write("snapshot", ID, SMALL));
    await store.close();
  });
});

describe("trouble with S3", () => {
  test("goes on when a connection is cut, and leaves nothing half written", async () => {
    const server = await startS3Server();
    const proxy = await startTcpProxy(Number(new URL(server.url).port));
    const bare = openAt(`http://127.0.0.1:${proxy.port}/${server.bucket}`);
    const store = retrying(bare, { wait: async () => undefined });
    await store.create();
    await store.write("config", "config", SMALL);
    const large = new Uint8Array(randomBytes(24 * 1024 * 1024));
    proxy.cutAfter(8 * 1024 * 1024);
    await expect(writePack(bare, large)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "closed" },
    });
    expect(await listed(store, "pack")).toEqual([]);
    proxy.cutAfter(8 * 1024 * 1024);
    const id = await writePack(store, large);
    proxy.cutAfter(8 * 1024 * 1024);
    expect(Buffer.compare(await store.read("pack", id), large)).toBe(0);
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: large.length }]);
    await store.close();
  });

  test("a service that says nothing any more is given up, and what waits for it can be called off", async () => {
    const server = await startS3Server();
    const store = openAt(`${server.url}/${server.bucket}`, KEYS, 500);
    await store.create();
    server.freeze();
    const stop = new AbortController();
    const called = store.read("pack", ID, undefined, stop.signal);
    stop.abort(new Error("enough"));
    await expect(called).rejects.toThrow("enough");
    const silent = { code: "STORE_UNREACHABLE", details: { reason: "timed-out" } };
    await expect(store.read("pack", ID)).rejects.toMatchObject(silent);
    await expect(writePack(store, new Uint8Array(16 * 1024 * 1024))).rejects.toMatchObject(silent);
    await server.stop();
    await expect(store.read("pack", ID)).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
    await store.close();
  });

  test("one that answers for ever, a few bytes at a time, is given up", async () => {
    const { server, store } = await newRepository();
    const id = await writePack(store, new Uint8Array(1_000_000));
    const proxy = await startTcpProxy(Number(new URL(server.url).port));
    proxy.slowDown(1);
    const slow = openAt(`http://127.0.0.1:${proxy.port}/${server.bucket}`, KEYS, 400);
    await expect(slow.read("pack", id)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    for (const each of [slow, store]) await each.close();
  });

  test("a file that was cut short is too short", async () => {
    const { server, store } = await newRepository();
    const id = await writePack(store, new Uint8Array(randomBytes(100)));
    const names = readdirSync(server.folder, { recursive: true, encoding: "utf8" });
    for (const name of names.filter((each) => each.includes(id) && each.endsWith("_object")))
      truncateSync(join(server.folder, name), 50);
    await expect(store.read("pack", id, { offset: 40, length: 20 })).rejects.toMatchObject({
      name: "BackstayError",
    });
    await store.close();
  });

  test.each([
    [403, "AccessDenied", "STORE_DENIED"],
    [403, "QuotaExceeded", "STORE_FULL"],
    [507, "XMinioStorageFull", "STORE_FULL"],
    [503, "SlowDown", "STORE_UNREACHABLE"],
    [500, "InternalError", "STORE_UNREACHABLE"],
    [400, "EntityTooLarge", "STORE_WRITE_REFUSED"],
    [400, "<no XML", "STORE_WRITE_REFUSED"],
    [403, "ExpiredToken", "STORE_SIGN_IN_REFUSED"],
    [404, "NoSuchBucket", "STORE_BUCKET_MISSING"],
  ] as const)("status %i and %s to a file is %s", async (status, code, expected) => {
    const url = await serveHttp((_, response) => {
      response.statusCode = status;
      response.end(
        `<Error><Code>${code}</Code><Message>no\r\n\u001b[2J${"x".repeat(1000)}</Message></Error>`,
      );
    });
    const store = openAt(`${url}bucket`);
    const error: unknown = await writePack(store, SMALL).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: expected });
    expect(JSON.stringify(error).length).toBeLessThan(700);
    expect(JSON.stringify(error)).not.toContain("\\u001b");
    await store.close();
  });

  test("that nothing may be removed is told", async () => {
    const url = await serveHttp((_, response) => {
      response.statusCode = 403;
      response.end("<Error><Code>AccessDenied</Code></Error>");
    });
    const store = openAt(`${url}bucket`);
    await rejectsWith("STORE_APPEND_ONLY", store.remove("pack", ID));
    await store.close();
  });
});

checkHttpStore((url) => openAt(`${url}bucket`));
