/** The store of restic's REST protocol on real `rclone serve restic`, and on servers that answer worse than that. */
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { join } from "node:path";
import selfsigned from "selfsigned";
import { describe, expect, onTestFinished, test } from "vitest";
import { checkHttpStore } from "../../test/support/check-http-store.ts";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { serveByRclone, sharedRclone } from "../../test/support/rclone.ts";
import { serveHttp } from "../../test/support/serve-http.ts";
import { startTcpProxy } from "../../test/support/tcp-proxy.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { parseRestLocation } from "./rest/place.ts";
import { openRestStore } from "./rest.ts";
import { retrying } from "./retrying-store.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

const SMALL = Uint8Array.of(1, 2, 3);
/** Makes it look at the disk each time. */
const FRESH = ["--cache-objects=false"];
const ID = nameFor("pack", SMALL);

function openAt(url: string, variables: StoreVariables = {}, silenceMs = 20_000): Store {
  return openRestStore(parseRestLocation(`rest:${url}`), variables, { silenceMs });
}

describe.skipIf(lacksTool("rclone"))("over restic's REST protocol", () => {
  checkStore("a server", async () => openAt(`${await sharedRclone("restic")}office/`), {
    keepsManifests: false,
  });

  test("a repository that is no more there has vanished", async () => {
    const folder = await tempFolder();
    const { url } = await serveByRclone("restic", folder, FRESH);
    const store = openAt(`${url}office`);
    await store.create();
    await store.write("config", "config", SMALL);
    const id = await writePack(store, SMALL);
    rmSync(join(folder, "office"), { recursive: true });
    await rejectsWith("STORE_VANISHED", store.read("pack", id));
    await rejectsWith("STORE_VANISHED", listed(store, "pack"));
    await store.close();
  });

  test("a server that lets nothing be removed says so, and takes new files, and the same twice", async () => {
    const folder = await tempFolder();
    const { url } = await serveByRclone("restic", folder, ["--append-only"]);
    const store = openAt(url);
    await store.create();
    await store.write("config", "config", SMALL);
    const id = await writePack(store, SMALL);
    await writePack(store, SMALL);
    await rejectsWith("STORE_APPEND_ONLY", store.remove("pack", id));
    await rejectsWith("STORE_APPEND_ONLY", store.write("config", "config", Uint8Array.of(4)));
    expect(await store.read("config", "config")).toEqual(SMALL);
    await store.write("lock", nameFor("lock", SMALL), SMALL);
    await store.remove("lock", nameFor("lock", SMALL));
    await store.close();
  });

  test("signs in with what the location, the variables or a file say", async () => {
    const login = { user: "anna", password: "öffne: dich" };
    const { url } = await serveByRclone("restic", await tempFolder(), [], login);
    const named = url.replace("//", "//anna@");
    const file = join(await tempFolder(), "password");
    writeFileSync(file, `${login.password}\n`);
    const password = encodeURIComponent(login.password);
    const good: readonly (readonly [string, StoreVariables])[] = [
      [url, { RESTIC_REST_USERNAME: "anna", RESTIC_REST_PASSWORD: login.password }],
      [named, { BACKSTAY_REST_PASSWORD_FILE: file }],
      [url.replace("//", `//anna:${password}@`), {}],
    ];
    for (const [at, variables] of good) {
      const store = openAt(at, variables);
      await store.create();
      expect(store.location).not.toContain(password);
      await store.close();
    }
    const bad: readonly (readonly [string, StoreVariables, string | null])[] = [
      [url, {}, null],
      [named, { BACKSTAY_REST_PASSWORD: "sesame" }, "anna"],
    ];
    for (const [at, variables, user] of bad) {
      const store = openAt(at, variables);
      const error: unknown = await store.create().catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "STORE_SIGN_IN_REFUSED", details: { user } });
      expect(`${error} ${JSON.stringify(error)}`).not.toContain("sesame");
      await store.close();
    }
  });

  test("believes a server by its certificate only", async () => {
    const folder = await tempFolder();
    const { cert, private: key } = await selfsigned.generate([{ name: "commonName", value: "nas.office" }], {
      keyType: "ec",
      extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
    });
    writeFileSync(join(folder, "cert"), cert);
    writeFileSync(join(folder, "key"), key);
    const tls = ["--cert", join(folder, "cert"), "--key", join(folder, "key")];
    const { url } = await serveByRclone("restic", await tempFolder(), tls);
    const stranger = openAt(url);
    await expect(stranger.create()).rejects.toMatchObject({
      code: "STORE_CERTIFICATE_REFUSED",
      details: { reason: "unknown" },
    });
    const known = openAt(url, { RESTIC_CACERT: join(folder, "cert") });
    await known.create();
    expect(await known.read("pack", await writePack(known, SMALL))).toEqual(SMALL);
    const other = openAt(url.replace("127.0.0.1", "localhost"), { RESTIC_CACERT: join(folder, "cert") });
    await expect(other.create()).rejects.toMatchObject({ details: { reason: "name" } });
    const plain = openAt(url.replace("https", "http"));
    await expect(plain.create()).rejects.toMatchObject({ code: /STORE_(FAILED|UNREACHABLE)/ });
    for (const store of [stranger, known, other, plain]) await store.close();
    const { url: http } = await serveByRclone("restic", await tempFolder());
    await expect(openAt(http.replace("http", "https")).create()).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "no-tls" },
    });
  });

  test("goes on when a connection is cut, and leaves nothing half written", async () => {
    const folder = await tempFolder();
    const server = await serveByRclone("restic", folder);
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
    proxy.cutAfter(8 * 1024 * 1024);
    const id = await writePack(store, large);
    proxy.cutAfter(8 * 1024 * 1024);
    expect(Buffer.compare(await store.read("pack", id), large)).toBe(0);
    expect(await listed(store, "pack")).toEqual([{ name: id, sizeBytes: large.length }]);
    await store.close();
  });

  test("a server that says nothing any more is given up, and what waits for it can be called off", async () => {
    const server = await serveByRclone("restic", await tempFolder());
    const store = openAt(server.url, {}, 500);
    await store.create();
    server.freeze();
    const stop = new AbortController();
    const called = store.read("pack", ID, undefined, stop.signal);
    stop.abort(new Error("enough"));
    await expect(called).rejects.toThrow("enough");
    await expect(store.read("pack", ID)).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "timed-out" },
    });
    await server.stop();
    await expect(store.read("pack", ID)).rejects.toMatchObject({ code: "STORE_UNREACHABLE" });
    await store.close();
  });

  test("a file that was cut short on the server is too short", async () => {
    const folder = await tempFolder();
    const { url } = await serveByRclone("restic", folder, FRESH);
    const store = openAt(url);
    await store.create();
    const bytes = new Uint8Array(randomBytes(100));
    const id = await writePack(store, bytes);
    const path = readdirSync(folder, { recursive: true })
      .map(String)
      .find((name) => name.endsWith(id));
    truncateSync(join(folder, `${path}`), 50);
    expect(readFileSync(join(folder, `${path}`))).toHaveLength(50);
    await expect(store.read("pack", id, { offset: 40, length: 20 })).rejects.toMatchObject({
      code: "OBJECT_CORRUPT",
      details: { reason: "too-short" },
    });
    await store.close();
  });
});

describe("a server that answers badly", () => {
  test.each([
    [429, "STORE_UNREACHABLE"],
    [503, "STORE_UNREACHABLE"],
    [401, "STORE_SIGN_IN_REFUSED"],
    [403, "STORE_APPEND_ONLY"],
    [413, "STORE_FULL"],
    [507, "STORE_FULL"],
    [500, "STORE_WRITE_REFUSED"],
    [301, "STORE_WRITE_REFUSED"],
  ] as const)("with status %i to a file is %s", async (status, code) => {
    const url = await serveHttp((request, response) => {
      response.statusCode = request.method === "POST" ? status : 404;
      response.end("no\r\nroom \u001b[2Jhere".repeat(100));
    });
    const store = openAt(url);
    const error: unknown = await writePack(store, SMALL).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code });
    expect(JSON.stringify(error).length).toBeLessThan(600);
    expect(JSON.stringify(error)).not.toContain("\\u001b");
    await store.close();
  });

  test("with less than it was sent is no store", async () => {
    const url = await serveHttp((request, response) => {
      if (request.method === "HEAD") response.setHeader("content-length", 2);
      response.end();
    });
    const store = openAt(url);
    await rejectsWith("STORE_WRITE_REFUSED", writePack(store, SMALL));
    await store.close();
  });

  test("lists a hundred thousand files without gathering them", async () => {
    const count = 100_000;
    const url = await serveHttp((_, response) => {
      const entries = Array.from({ length: count }, (_, n) => ({
        name: n.toString(16).padStart(64, "0"),
        size: n,
      }));
      response.end(JSON.stringify([{ name: 'odd "{[', size: 1 }, ...entries]));
    });
    const store = openAt(url);
    let seen = 0;
    for await (const { sizeBytes } of store.list("pack")) seen += sizeBytes >= 0 ? 1 : 0;
    expect(seen).toBe(count);
    await store.close();
  });

  test.each([
    ["half", '[{"name":"a","size":1},{"name":"b","si'],
    ["another half", '[{"name":"a","size":1}'],
    ["names only", '["a","b"]'],
    ["a size that is none", '[{"name":"a","size":-1}]'],
    ["a page for people", "<html><body>Not found</body></html>"],
    ["nothing", ""],
  ])("with a list that is %s is no list", async (_, text) => {
    const store = openAt(await serveHttp((_, response) => response.end(text)));
    await rejectsWith("STORE_FAILED", listed(store, "pack"));
    await store.close();
  });

  test("that speaks no HTTP at all is told", async () => {
    const server = createTcpServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    server.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    onTestFinished(() => void server.close());
    const store = openAt(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await expect(store.create()).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "no-http" },
    });
    await store.close();
  });
});

checkHttpStore(openAt);
