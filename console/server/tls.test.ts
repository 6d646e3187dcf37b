import { X509Certificate } from "node:crypto";
import { readFile, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { cookieOf, handClock, runConsole } from "../testing/run-console.ts";
import { ownCertificate, readCertificate } from "./tls.ts";

const now = () => handClock(Date.now());

test("the console's own certificate names this computer, is private, and stays the same", async () => {
  const folder = await tempFolder();
  const clock = now();
  const made = await ownCertificate(folder, ["backup.example"], clock);
  const parsed = new X509Certificate(made.cert);
  for (const name of ["localhost", hostname(), "backup.example"])
    expect(parsed.checkHost(name)).toBeDefined();
  expect(parsed.checkIP("127.0.0.1")).toBeDefined();
  expect(parsed.checkHost("other.example")).toBeUndefined();
  expect(made.fingerprint).toBe(parsed.fingerprint256);
  expect((await stat(path.join(folder, "console-certificate.json"))).mode & 0o777).toBe(0o600);
  expect((await ownCertificate(folder, ["backup.example"], clock)).fingerprint).toBe(made.fingerprint);
});

test("another one is made when it runs out, for another name, and instead of a damaged one", async () => {
  const folder = await tempFolder();
  const clock = now();
  const { fingerprint } = await ownCertificate(folder, [], clock);
  const named = await ownCertificate(folder, ["backup.example"], clock);
  expect(named.fingerprint).not.toBe(fingerprint);
  clock.advance(380 * 24 * 3_600_000);
  const renewed = await ownCertificate(folder, ["backup.example"], clock);
  expect(renewed.fingerprint).not.toBe(named.fingerprint);
  await writeFile(path.join(folder, "console-certificate.json"), '{"cert":"x","key":"y"}');
  expect((await ownCertificate(folder, [], clock)).fingerprint).not.toBe(renewed.fingerprint);
});

test("a session over TLS is bound to TLS", async () => {
  const console = await runConsole({ tls: { kind: "own" }, clock: now() });
  expect(console.url).toMatch(/^https:/);
  const { cert } = JSON.parse(await readFile(path.join(console.folder, "console-certificate.json"), "utf8"));
  expect(new X509Certificate(cert).fingerprint256).toBe(console.fingerprint);
  const link = new URL(console.makeLink().url).hash.slice(1);
  const answer = await console.ask("/api/sign-in", { method: "POST", body: { link }, ca: cert });
  expect(answer.headers["set-cookie"]?.[0]).toMatch(/^__Host-backstay-\d+=.*; Secure/);
  const session = await console.ask("/api/session", { cookie: cookieOf(answer), ca: cert });
  expect(session.status).toBe(204);
});

test("old versions of TLS are not spoken", async () => {
  const console = await runConsole({ tls: { kind: "own" }, clock: now() });
  const socket = connect({
    port: console.port,
    host: "127.0.0.1",
    rejectUnauthorized: false,
    minVersion: "TLSv1",
    maxVersion: "TLSv1.1",
    ciphers: "ALL@SECLEVEL=0",
  });
  const error = await new Promise<Error>((resolve) => socket.once("error", resolve));
  expect(error.message).toMatch(/protocol|version|alert/i);
});

test("a given certificate must be one, be there, and fit its key", async () => {
  const folder = await tempFolder();
  const write = async (name: string, text: string) => {
    await writeFile(path.join(folder, name), text);
    return path.join(folder, name);
  };
  const one = await ownCertificate(await tempFolder(), [], now());
  const other = await ownCertificate(await tempFolder(), [], now());
  const [cert, key] = [await write("cert.pem", one.cert), await write("key.pem", one.key)];
  expect((await readCertificate(cert, key)).fingerprint).toBe(one.fingerprint);
  const otherKey = await write("other.pem", other.key);
  await expect(readCertificate(cert, otherKey)).rejects.toMatchObject({
    code: "CERTIFICATE_UNUSABLE",
    details: { path: cert },
  });
  await expect(readCertificate(key, key)).rejects.toMatchObject({ code: "CERTIFICATE_UNUSABLE" });
  await expect(readCertificate(path.join(folder, "none.pem"), key)).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    details: { systemCode: "ENOENT" },
  });
});
