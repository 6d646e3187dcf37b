/** The WebDAV store on real `rclone serve webdav`, and on servers that answer worse than that. */
import { randomBytes } from "node:crypto";
import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkHttpStore, expectLongList } from "../../test/support/check-http-store.ts";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { serveByRclone, sharedRclone } from "../../test/support/rclone.ts";
import { serveHttp } from "../../test/support/serve-http.ts";
import { startTcpProxy } from "../../test/support/tcp-proxy.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { writeTestCertificate } from "../../test/support/test-certificate.ts";
import { canMount, mountTmpfs } from "../../test/support/tmpfs.ts";
import { lacks, lacksTool } from "../../test/support/tools.ts";
import { retrying } from "./retrying-store.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";
import { parseWebdavLocation } from "./webdav/place.ts";
import { openWebdavStore } from "./webdav.ts";

const SMALL = Uint8Array.of(1, 2, 3);
const ID = nameFor("pack", SMALL);
/** Makes it look at the disk each time. */
const FRESH = ["--dir-cache-time", "0s"];

function openAt(url: string, variables: StoreVariables = {}, silenceMs = 20_000): Store {
  return openWebdavStore(parseWebdavLocation(`webdav:${url}`), variables, { silenceMs });
}

async function newRepository(args: readonly string[] = []) {
  const folder = await tempFolder();
  const server = await serveByRclone("webdav", folder, args);
  const store = openAt(`${server.url}office`);
  await store.create();
  await store.write("config", "config", SMALL);
  return { folder, server, store };
}

describe.skipIf(lacksTool("rclone"))("over WebDAV", () => {
  checkStore("a folder", async () => openAt(`${await sharedRclone("webdav")}our%20files/o%2Bffice`));

  test("a repository is laid out as on a disk, and is none of restic's folders too many", async () => {
    const { folder, store } = await newRepository();
    const id = await writePack(store, SMALL);
    const names = readdirSync(join(folder, "office")).sort();
    expect(names).toEqual(["config", "data", "index", "keys", "locks", "snapshots"]);
    expect(readdirSync(join(folder, "office/data", id.slice(0, 2)))).toEqual([id]);
    await store.close();
  });

  test("a folder that somebody's tool left out is made again, but never a whole repository", async () => {
    const { folder, store } = await newRepository(FRESH);
    rmSync(join(folder, "office/locks"), { recursive: true });
    rmSync(join(folder, "office/data"), { recursive: true });
    expect(await listed(store, "lock")).toEqual([]);
    expect(await listed(store, "pack")).toEqual([]);
    const id = await writePack(store, SMALL);
    expect(await listed(store, "pack")).toHaveLength(1);
    rmSync(join(folder, "office"), { recursive: true });
    await rejectsWith("STORE_VANISHED", store.read("pack", id));
    await rejectsWith("STORE_VANISHED", listed(store, "pack"));
    await rejectsWith("STORE_VANISHED", store.remove("pack", id));
    await rejectsWith("STORE_VANISHED", store.read("config", "config"));
    await store.close();
  });

  test("lists what is a file under a name that files have", async () => {
    const { folder, store } = await newRepository(FRESH);
    const id = await writePack(store, SMALL);
    const near = join(folder, "office/data", id.slice(0, 2));
    writeFileSync(join(near, ".tmp-0123"), "half");
    writeFileSync(join(near, `${id}.bak`), "a copy");
    mkdirSync(join(near, id.replace(/.$/, id.endsWith("0") ? "1" : "0")));
    mkdirSync(join(folder, "office/data/zz"));
    writeFileSync(join(folder, "office/data/zz", id), "in a folder that is not its own");
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: 3 }]);
    await store.write("lock", ID, SMALL);
    const [lock] = await listed(store, "lock");
    expect(Math.abs((lock?.modifiedMs ?? 0) - Date.now())).toBeLessThan(60_000);
    await store.close();
  });

  test("signs in with what the location, the variables or a file say", async () => {
    const login = { user: "anna", password: "öffne: dich" };
    const { url } = await serveByRclone("webdav", await tempFolder(), [], login);
    const named = url.replace("//", "//anna@");
    const file = join(await tempFolder(), "password");
    writeFileSync(file, `${login.password}\n`);
    const good: readonly (readonly [string, StoreVariables])[] = [
      [url, { BACKSTAY_WEBDAV_USERNAME: "anna", BACKSTAY_WEBDAV_PASSWORD: login.password }],
      [named, { BACKSTAY_WEBDAV_PASSWORD_FILE: file }],
      [url.replace("//", `//anna:${encodeURIComponent(login.password)}@`), {}],
    ];
    for (const [at, variables] of good) {
      const store = openAt(at, variables);
      await store.create();
      expect(store.location).not.toContain(encodeURIComponent(login.password));
      await store.close();
    }
    const bad: readonly (readonly [string, StoreVariables, string | null])[] = [
      [url, {}, null],
      [named, { BACKSTAY_WEBDAV_PASSWORD: "sesame" }, "anna"],
    ];
    for (const [at, variables, user] of bad) {
      const store = openAt(at, variables);
      const works: readonly (() => Promise<unknown>)[] = [
        () => store.create(),
        () => store.read("config", "config"),
        () => writePack(store, SMALL),
      ];
      for (const work of works) {
        const error: unknown = await work().catch((thrown: unknown) => thrown);
        expect(error).toMatchObject({ code: "STORE_SIGN_IN_REFUSED", details: { user } });
        expect(`${error} ${JSON.stringify(error)}`).not.toContain("sesame");
      }
      await store.close();
    }
  });

  test("believes a server by its certificate only", async () => {
    const { cert, key } = await writeTestCertificate();
    const { url } = await serveByRclone("webdav", await tempFolder(), ["--cert", cert, "--key", key]);
    const stranger = openAt(url);
    await expect(stranger.create()).rejects.toMatchObject({
      code: "STORE_CERTIFICATE_REFUSED",
      details: { reason: "unknown" },
    });
    const known = openAt(url, { BACKSTAY_CACERT: cert });
    await known.create();
    expect(await known.read("pack", await writePack(known, SMALL))).toEqual(SMALL);
    for (const store of [stranger, known]) await store.close();
  });

  test("goes on when a connection is cut, and leaves nothing half written", async () => {
    const folder = await tempFolder();
    const server = await serveByRclone("webdav", folder);
    const proxy = await startTcpProxy(Number(new URL(server.url).port));
    const bare = openAt(`http://127.0.0.1:${proxy.port}/`);
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
    const left = readdirSync(join(folder, "data", id.slice(0, 2)));
    expect(left.filter((name) => name.startsWith(".tmp-")).length).toBeLessThanOrEqual(2); // what a server keeps of what was cut off
    await store.close();
  });

  test("a server that says nothing any more is given up, and what waits for it can be called off", async () => {
    const { server, store } = await newRepository();
    await store.close();
    const frozen = openAt(`${server.url}office`, {}, 500);
    await frozen.create();
    server.freeze();
    const stop = new AbortController();
    const called = frozen.read("pack", ID, undefined, stop.signal);
    stop.abort(new Error("enough"));
    await expect(called).rejects.toThrow("enough");
    await expect(frozen.read("pack", ID)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    await server.stop();
    await expect(frozen.read("pack", ID)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "refused" },
    });
    await frozen.close();
  });

  test("one that answers for ever, a few bytes at a time, is given up", async () => {
    const { server, store } = await newRepository();
    const id = await writePack(store, new Uint8Array(1_000_000));
    const proxy = await startTcpProxy(Number(new URL(server.url).port));
    proxy.slowDown(1);
    const slow = openAt(`http://127.0.0.1:${proxy.port}/office`, {}, 400);
    await expect(slow.read("pack", id)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    for (const each of [slow, store]) await each.close();
  });
});

describe.skipIf(lacks("the right to mount a file system", canMount()) || lacksTool("rclone"))(
  "a full disk of a WebDAV server",
  () => {
    test("leaves nothing half written, and goes on when there is room", async () => {
      const disk = await mountTmpfs("4m");
      const { url } = await serveByRclone("webdav", disk);
      const store = openAt(url);
      await store.create();
      await store.write("config", "config", SMALL);
      const error: unknown = await writePack(store, new Uint8Array(6 * 1024 * 1024)).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: /^STORE_(FULL|WRITE_REFUSED|UNREACHABLE)$/ });
      expect(await listed(store, "pack")).toEqual([]);
      await writePack(store, SMALL);
      expect(await listed(store, "pack")).toHaveLength(1);
      await store.close();
    });
  },
);

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const answering =
  (status: number, text = ""): Answer =>
  (_, response) => {
    response.statusCode = status;
    response.end(text);
  };

describe("a WebDAV server that answers badly", () => {
  test.each([
    [401, "STORE_SIGN_IN_REFUSED", {}],
    [403, "STORE_DENIED", { operation: "write" }],
    [405, "STORE_UNREACHABLE", { reason: "no-webdav" }],
    [413, "STORE_WRITE_REFUSED", {}],
    [423, "STORE_UNREACHABLE", { reason: "busy" }],
    [503, "STORE_UNREACHABLE", { reason: "busy" }],
    [507, "STORE_FULL", { needBytes: 3 }],
    [500, "STORE_WRITE_REFUSED", {}],
  ] as const)("with status %i to a file is %s", async (status, code, details) => {
    const refusing = answering(status, "no\r\nroom \u001b[2Jhere".repeat(100));
    const url = await serveHttp((request, response) =>
      request.method === "PUT" ? refusing(request, response) : answering(201)(request, response),
    );
    const store = openAt(url);
    const error: unknown = await writePack(store, SMALL).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, details });
    expect(JSON.stringify(error).length).toBeLessThan(600);
    expect(JSON.stringify(error)).not.toContain("\\u001b");
    await store.close();
  });

  test("that moved away says where to, without what may be secret there", async () => {
    const url = await serveHttp((_, response) => {
      response.writeHead(301, { location: "https://anna:sesame@nas.office/dav/?token=sesame" });
      response.end();
    });
    const store = openAt(url);
    const error: unknown = await writePack(store, SMALL).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "STORE_FAILED", details: { reason: "301 https://nas.office/dav/" } });
    await store.close();
  });

  test("that is a web server only is told", async () => {
    const store = openAt(await serveHttp(answering(200, "<html>Hello</html>")));
    await expect(store.create()).rejects.toMatchObject({ details: { reason: "no-webdav" } });
    await expect(listed(store, "pack")).rejects.toMatchObject({ details: { reason: "no-webdav" } });
    await store.close();
  });

  test("that stores less than it was sent shows nothing of it", async () => {
    const asked: string[] = [];
    const url = await serveHttp((request, response) => {
      asked.push(request.method ?? "");
      response.statusCode = request.method === "HEAD" ? 200 : 201;
      if (request.method === "HEAD") response.setHeader("content-length", 2);
      response.end();
    });
    const store = openAt(url);
    await expect(writePack(store, SMALL)).rejects.toMatchObject({
      code: "STORE_WRITE_REFUSED",
      details: { said: "2 of 3 bytes" },
    });
    expect(asked).toEqual(["MKCOL", "PUT", "HEAD", "DELETE"]);
    await store.close();
  });

  test("lists a hundred thousand files without gathering them", async () => {
    const count = 100_000;
    const url = await serveHttp((_, response) => {
      response.statusCode = 207;
      response.write('<d:multistatus xmlns:d="DAV:">');
      let n = 0;
      const entry = () =>
        `<d:response><d:href>/index/${n.toString(16).padStart(64, "0")}</d:href><d:propstat><d:prop><d:resourcetype/><d:getcontentlength>${n++}</d:getcontentlength></d:prop></d:propstat></d:response>`;
      const more = () => {
        while (n < count) if (!response.write(Array.from({ length: 100 }, entry).join(""))) return;
        response.off("drain", more);
        response.end("</d:multistatus>");
      };
      response.on("drain", more);
      more();
    });
    const store = openAt(url);
    await expectLongList(store.list("index"), count);
    await store.close();
  });

  test.each([
    ["half of one", "<d:multistatus><d:response><d:href>/a</d:h"],
    ["a page for people", "<html><body>Hello</body></html>"],
    ["nothing", ""],
    ["a bomb", '<!DOCTYPE x [<!ENTITY a "aaaa">]><multistatus>&a;</multistatus>'],
  ])("with a list that is %s is no list", async (_, text) => {
    const store = openAt(await serveHttp(answering(207, text)));
    await rejectsWith("STORE_FAILED", listed(store, "index"));
    await store.close();
  });
});

checkHttpStore(openAt);
