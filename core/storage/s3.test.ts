/** The S3 store on a server that proves signatures, and on ones that answer worse than that. */
import { randomBytes } from "node:crypto";
import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { checkStore, listed, nameFor, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { type S3Server, startS3Server } from "../../test/support/s3-server.ts";
import { serveHttp } from "../../test/support/serve-http.ts";
import { startTcpProxy } from "../../test/support/tcp-proxy.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { writeTestCertificate } from "../../test/support/test-certificate.ts";
import { retrying } from "./retrying-store.ts";
import { parseS3Location } from "./s3/place.ts";
import { openS3Store } from "./s3.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

const SMALL = Uint8Array.of(1, 2, 3);
const ID = nameFor("pack", SMALL);
const KEYS = { AWS_ACCESS_KEY_ID: "OFFICEKEY", AWS_SECRET_ACCESS_KEY: "open sesame/+" };

function openAt(url: string, variables: StoreVariables = KEYS, silenceMs = 20_000): Store {
  return openS3Store(parseS3Location(`s3:${url}`), variables, { silenceMs });
}

function openOn(server: S3Server, prefix = "", variables: StoreVariables = server.variables): Store {
  return openAt(`${server.url}/${server.bucket}/${prefix}`, variables);
}

async function newRepository(prefix = "") {
  const server = await startS3Server();
  const store = openOn(server, prefix);
  await store.create();
  await store.write("config", "config", SMALL);
  return { server, store };
}

describe("in a bucket", () => {
  checkStore("all of it", async () => openOn(await startS3Server()));
});

describe("in a bucket with other things", () => {
  checkStore("a folder", async () => openOn(await startS3Server(), "our%20files/a+b&c=é/"));

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

describe("signing in to S3", () => {
  test("takes keys from the variables of other programs, ours first, and a file for the secret", async () => {
    const server = await startS3Server();
    const file = join(await tempFolder(), "secret");
    writeFileSync(file, `${KEYS.AWS_SECRET_ACCESS_KEY}\n`);
    const wrong = { AWS_ACCESS_KEY_ID: "SOMEBODY", AWS_SECRET_ACCESS_KEY: "sesame" };
    const store = openOn(server, "", {
      ...wrong,
      BACKSTAY_S3_ACCESS_KEY_ID: "OFFICEKEY",
      BACKSTAY_S3_SECRET_ACCESS_KEY_FILE: file,
    });
    await store.create();
    await store.close();
  });

  test("says which account is not let in, and nothing of its secret", async () => {
    const server = await startS3Server();
    const attempts: readonly (readonly [StoreVariables, object])[] = [
      [{}, { code: "STORE_SIGN_IN_MISSING", details: { variables: Object.keys(KEYS) } }],
      [
        { ...KEYS, AWS_SECRET_ACCESS_KEY: "the wrong one" },
        { code: "STORE_SIGN_IN_REFUSED", details: { user: "OFFI…" } },
      ],
      [
        { AWS_ACCESS_KEY_ID: "the wrong one", AWS_SECRET_ACCESS_KEY: "x" },
        { code: "STORE_SIGN_IN_REFUSED", details: { user: "the …" } },
      ],
    ];
    for (const [variables, expected] of attempts) {
      const works: readonly ((store: Store) => Promise<unknown>)[] = [
        (store) => store.create(),
        (store) => store.read("config", "config"),
        (store) => store.size("config", "config"),
        (store) => listed(store, "pack"),
        (store) => writePack(store, SMALL),
      ];
      for (const work of works) {
        const store = openOn(server, "", variables);
        const error: unknown = await work(store).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject(expected);
        expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/wrong one/);
        await store.close();
      }
    }
  });

  test("says that there is no such bucket, whatever was to be done", async () => {
    const server = await startS3Server();
    const store = openAt(`${server.url}/nowhere/x`);
    const missing = { code: "STORE_BUCKET_MISSING", details: { bucket: "nowhere" } };
    await expect(store.create()).rejects.toMatchObject(missing);
    await expect(store.size("config", "config")).rejects.toMatchObject(missing);
    await expect(store.read("config", "config")).rejects.toMatchObject(missing);
    await expect(listed(store, "config")).rejects.toMatchObject(missing);
    await expect(listed(store, "pack")).rejects.toMatchObject(missing);
    await expect(writePack(store, SMALL)).rejects.toMatchObject(missing);
    await store.close();
  });

  test("believes a service by its certificate only", async () => {
    const tls = await writeTestCertificate();
    const server = await startS3Server(tls);
    const stranger = openOn(server);
    await expect(stranger.create()).rejects.toMatchObject({
      code: "STORE_CERTIFICATE_REFUSED",
      details: { reason: "unknown" },
    });
    const known = openOn(server, "", { ...KEYS, RESTIC_CACERT: tls.cert });
    await known.create();
    expect(await known.read("pack", await writePack(known, SMALL))).toEqual(SMALL);
    for (const store of [stranger, known]) await store.close();
  });

  test("goes on when the clock of this computer is wrong, and says so where the service does not tell the time", async () => {
    const server = await startS3Server();
    const refusing = await serveHttp((_, response) => {
      response.removeHeader("date");
      response.sendDate = false;
      response.statusCode = 403;
      response.end("<Error><Code>RequestTimeTooSkewed</Code><Message>too large</Message></Error>");
    });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 5 * 3_600_000 });
    try {
      const store = openOn(server);
      await store.create();
      expect(await store.read("pack", await writePack(store, SMALL))).toEqual(SMALL);
      await store.close();
      const lost = openAt(`${refusing}bucket`);
      await rejectsWith("STORE_CLOCK_WRONG", lost.create());
      await rejectsWith("STORE_CLOCK_WRONG", writePack(lost, SMALL));
      await lost.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test("asks again in the region that a service names, once", async () => {
    const scopes: string[] = [];
    const url = await serveHttp((request, response) => {
      const [, scope = ""] = /Credential=[^/]*\/\d+\/([^/]*)/.exec(request.headers.authorization ?? "") ?? [];
      scopes.push(scope);
      if (scope === "garage") return void response.end("<ListBucketResult/>");
      response.statusCode = 400;
      response.end("<Error><Code>AuthorizationHeaderMalformed</Code><Region>garage</Region></Error>");
    });
    const store = openAt(`${url}bucket`);
    await store.create();
    await store.create();
    expect(scopes).toEqual(["us-east-1", "garage", "garage"]);
    await store.close();
    const said = openAt(`${url}bucket`, { ...KEYS, AWS_DEFAULT_REGION: "garage" });
    await said.create();
    expect(scopes.slice(3)).toEqual(["garage"]);
    await said.close();
    const silent = await serveHttp((_, response) => {
      response.statusCode = 301;
      response.end();
    });
    const lost = openAt(`${silent}bucket`);
    await expect(lost.create()).rejects.toMatchObject({
      code: "STORE_REGION_WRONG",
      details: { region: "us-east-1", wanted: null },
    });
    await lost.close();
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

  test("the whole file instead of a part is read all the same", async () => {
    const bytes = new Uint8Array(randomBytes(300_000));
    const url = await serveHttp((_, response) => {
      response.setHeader("content-length", bytes.length);
      response.end(bytes);
    });
    const store = openAt(`${url}bucket`);
    const part = await store.read("pack", ID, { offset: 70_000, length: 150_000 });
    expect(Buffer.compare(part, bytes.subarray(70_000, 220_000))).toBe(0);
    await rejectsWith("OBJECT_CORRUPT", store.read("pack", ID, { offset: 299_999, length: 2 }));
    await store.close();
  });

  test("half a file is cut off", async () => {
    const url = await serveHttp((_, response) => {
      response.setHeader("content-length", 1000);
      response.write(new Uint8Array(500));
      setImmediate(() => response.destroy());
    });
    const store = openAt(`${url}bucket`);
    await rejectsWith("STORE_UNREACHABLE", store.read("pack", ID));
    await store.close();
  });
});

/** Answers lists page by page, as many as wanted. */
async function serveList(count: number): Promise<string> {
  return await serveHttp((request, response) => {
    const query = new URL(request.url ?? "", "http://x").searchParams;
    const from = Number(query.get("continuation-token") ?? 0);
    const until = Math.min(from + 1000, count);
    let text = "";
    for (let n = from; n < until; n++) {
      const name = n.toString(16).padStart(64, "0");
      text += `<Contents><Key>data/${name.slice(0, 2)}/${name}</Key><Size>${n}</Size></Contents>`;
    }
    const more = until < count;
    response.end(
      `<ListBucketResult><IsTruncated>${more}</IsTruncated>${more ? `<NextContinuationToken>${until}</NextContinuationToken>` : ""}${text}</ListBucketResult>`,
    );
  });
}

describe("a list of a bucket", () => {
  test("of a hundred thousand files does not fill the memory", async () => {
    const store = openAt(`${await serveList(100_000)}bucket`);
    let seen = 0;
    let mostBytes = 0;
    for await (const { sizeBytes } of store.list("pack")) {
      expect(sizeBytes).toBe(seen++);
      if (seen === 5_000) mostBytes = process.memoryUsage().heapUsed;
    }
    expect(seen).toBe(100_000);
    globalThis.gc?.();
    expect(process.memoryUsage().heapUsed - mostBytes).toBeLessThan(64 * 1024 * 1024);
    await store.close();
  });

  test.each([
    [
      "with the same page for ever",
      "<IsTruncated>true</IsTruncated><NextContinuationToken>a</NextContinuationToken>",
    ],
    ["that has a next page and does not say which", "<IsTruncated>true</IsTruncated>"],
    ["with a size that is none", "<Contents><Key>data/a</Key><Size>-1</Size></Contents>"],
    ["without a size", "<Contents><Key>data/a</Key></Contents>"],
  ])("%s is no list", async (_, text) => {
    const url = await serveHttp((__, response) =>
      response.end(`<ListBucketResult>${text}</ListBucketResult>`),
    );
    const store = openAt(`${url}bucket`);
    await rejectsWith("STORE_FAILED", listed(store, "pack"));
    await store.close();
  });

  test.each([
    ["a page for people", "<html><body>Hello</body></html>"],
    ["half of it", "<ListBucketResult><IsTruncated>fal"],
    ["no XML", "hello"],
    [
      "a bomb",
      `<!DOCTYPE x [<!ENTITY a "${"a".repeat(1000)}">${[..."bcdefgh"].map((name, n) => `<!ENTITY ${name} "${`&${"abcdefgh"[n]};`.repeat(50)}">`).join("")}]><ListBucketResult><Contents><Key>&h;</Key><Size>1</Size></Contents></ListBucketResult>`,
    ],
  ])("that is %s is none, and harms nobody", async (_, text) => {
    const url = await serveHttp((__, response) => response.end(text));
    const store = openAt(`${url}bucket`);
    const outcome = await listed(store, "pack").catch((error: unknown) => error);
    // a page without any files is what an empty bucket is like
    if (Array.isArray(outcome)) expect(outcome).toEqual([]);
    else expect(outcome).toMatchObject({ name: "BackstayError" });
    await store.close();
  });

  test("without end is not listened to", async () => {
    const url = await serveHttp((_, response) => {
      response.write("<ListBucketResult>");
      const more = () => {
        while (response.write("<Contents><Key>x</Key></Contents>".repeat(1000)));
      };
      response.on("drain", more);
      more();
    });
    const store = openAt(`${url}bucket`);
    await rejectsWith("STORE_FAILED", listed(store, "pack"));
    await store.close();
  });
});
