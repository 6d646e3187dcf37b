import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Download } from "../../core/api/backstay.ts";
import { servePages } from "./serve-pages.ts";

const ticket = "0123456789abcdef".repeat(2);
let folder: string;
let root: string;
let download: Download | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-pages-"));
  root = path.join(folder, "renderer");
  mkdirSync(path.join(root, "assets"), { recursive: true });
  writeFileSync(path.join(root, "index.html"), "<title>Page</title>");
  writeFileSync(path.join(root, "assets/main-1a2b.js"), "export {}");
  writeFileSync(path.join(folder, "secrets.json"), "secret");
  writeFileSync(path.join(root, ".hidden.js"), "secret");
  writeFileSync(path.join(root, "key.pem"), "secret");
  download = undefined;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const get = (url: string, method = "GET") =>
  servePages(
    { url, method },
    { root, openDownload: async (asked) => (asked === ticket ? download : undefined) },
  );

test("serves the page at the top, with the policy", async () => {
  const response = await get("backstay-app://desktop/#/alerts");
  expect(response.status).toBe(200);
  expect(await response.text()).toBe("<title>Page</title>");
  expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("serves what belongs to the page by its type", async () => {
  const response = await get("backstay-app://desktop/assets/main-1a2b.js");
  expect(response.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect((await get("backstay-app://desktop/assets/main-1a2b.js", "HEAD")).status).toBe(200);
});

test.each([
  "/../secrets.json",
  "/..%2fsecrets.json",
  "/%2e%2e/secrets.json",
  "/%2e%2e%2fsecrets.json",
  "/..%5csecrets.json",
  "/assets/..%2f..%2fsecrets.json",
  "//etc/passwd",
  "/%2fetc%2fpasswd",
  "/.hidden.js",
  "/key.pem",
  "/assets",
  "/assets/",
  "/nothing.js",
  "/%00index.html",
  "/index.html%00.js",
  "/%ff.js",
  `/${"x".repeat(5000)}.js`,
  "/index.html/more.js",
])("gives nothing for %s", async (pathname) => {
  const response = await get(`backstay-app://desktop${pathname}`);
  expect(response.status).toBe(404);
  expect(await response.text()).toBe("");
});

test("serves nobody else's address, and only reads", async () => {
  expect((await get("backstay-app://elsewhere/index.html")).status).toBe(404);
  expect((await get("backstay-app://desktop/index.html", "POST")).status).toBe(405);
});

test("a folder in place of the file is nothing", async () => {
  mkdirSync(path.join(root, "odd.js"));
  expect((await get("backstay-app://desktop/odd.js")).status).toBe(404);
});

test("a download keeps its name, whatever it is, and is never shown as a page", async () => {
  download = {
    fileName: 'Angebot "2026"\r\nX: 1 / 报价.pdf',
    sizeBytes: 5,
    content: Readable.from([Buffer.from("bytes")]),
  };
  const response = await get(`backstay-app://desktop/download/${ticket}`);
  expect(await response.text()).toBe("bytes");
  expect(response.headers.get("content-length")).toBe("5");
  expect(response.headers.get("content-type")).toBe("application/octet-stream");
  expect(response.headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
  const disposition = response.headers.get("content-disposition") ?? "";
  expect(disposition).toMatch(/^attachment; filename="[ -~]*"; filename\*=UTF-8''[\w%.~-]*$/);
  const encoded = /filename\*=UTF-8''(.*)$/.exec(disposition)?.[1] ?? "";
  expect(decodeURIComponent(encoded)).toBe(download.fileName);
});

test("a download that breaks off ends with an error, not as a short file", async () => {
  download = {
    fileName: "x",
    sizeBytes: undefined,
    content: Readable.from(
      (async function* () {
        yield Buffer.from("half");
        throw new Error("the rest could not be read");
      })(),
    ),
  };
  const response = await get(`backstay-app://desktop/download/${ticket}`);
  await expect(response.text()).rejects.toThrow();
});

test("a ticket that is unknown is not found", async () => {
  expect((await get(`backstay-app://desktop/download/${"f".repeat(32)}`)).status).toBe(404);
});

test.runIf(process.platform !== "win32")(
  "a link out of the folder has a name the build does not make",
  async () => {
    symlinkSync(path.join(folder, "secrets.json"), path.join(root, "secrets")); // no ending: no type
    expect((await get("backstay-app://desktop/secrets")).status).toBe(404);
  },
);
