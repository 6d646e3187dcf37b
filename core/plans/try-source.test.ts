import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { SourceDraft } from "../../shared/model/source.ts";
import type { SourceTrial } from "../../shared/model/source-trial.ts";
import { type SshServer, sharedSshServer, startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { trySource } from "./try-source.ts";

const { signal } = new AbortController();
const common = { name: "Files", icon: "folder" as const, excludes: [], excludeCaches: false };

async function someFiles() {
  const folder = await tempFolder();
  const [real, link, file, missing] = ["real", "link", "file", "missing"].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  mkdirSync(real);
  for (const name of ["a", "b", "c"]) writeFileSync(join(real, name), name);
  symlinkSync(real, link);
  writeFileSync(file, "");
  return { paths: [real, link, file, missing], real, link, missing };
}

function expectSaid(
  { parts, error }: SourceTrial,
  { paths, real, link, missing }: Awaited<ReturnType<typeof someFiles>>,
) {
  expect(error).toBeNull();
  expect(parts.map(({ name }) => name)).toEqual(paths);
  expect(parts).toMatchObject([
    { end: "good", entries: 3 },
    { end: "bad", error: { code: "SOURCE_IS_LINK", details: { path: link, target: real } } },
    { end: "good", entries: null },
    { end: "bad", error: { code: "SOURCE_NOT_READ", details: { path: missing, systemCode: "ENOENT" } } },
  ]);
}

test("a link is not taken for the folder it leads to, of which a backup would save nothing", async () => {
  const files = await someFiles();
  const draft = { ...common, kind: "files", paths: files.paths, oneFileSystem: false } satisfies SourceDraft;
  expectSaid(await trySource(draft, {}, signal, ""), files);
});

test.skipIf(lacksTool("sshd"))("the same on another machine", async () => {
  const { port, user, hostKey, privateKey }: SshServer = await sharedSshServer();
  const files = await someFiles();
  const draft = {
    ...{ ...common, kind: "sftp", paths: files.paths, hostname: "nas", bytesPerSecond: null },
    machine: { address: "127.0.0.1", port, user, signIn: "key", hostKey },
  } satisfies SourceDraft;
  expectSaid(await trySource(draft, { machine: { privateKey } }, signal, ""), files);
});

test.skipIf(lacksTool("sshd"))("a path is tried as it is saved, and a pipe is not waited for", async () => {
  const { port, user, hostKey, privateKey } = await sharedSshServer();
  const { real, link } = await someFiles();
  const pipe = join(real, "pipe");
  execFileSync("mkfifo", [pipe]);
  const draft = {
    ...{ ...common, kind: "sftp", hostname: "nas", bytesPerSecond: null },
    paths: [`${link}/`, `${link}/../real/`, pipe],
    machine: { address: "127.0.0.1", port, user, signIn: "key", hostKey },
  } satisfies SourceDraft;
  const { parts, tookMs } = await trySource(draft, { machine: { privateKey } }, signal, "");
  expect(parts).toMatchObject([
    { name: link, end: "bad", error: { code: "SOURCE_IS_LINK" } },
    { name: real, end: "good", entries: 4 },
    { name: pipe, end: "bad", error: { code: "SOURCE_NOT_READ" } },
  ]);
  expect(tookMs).toBeLessThan(15_000);
});

test.skipIf(lacksTool("sshd"))(
  "a key that cannot be opened is said to be that, and so is none at all",
  async () => {
    const { port, user, hostKey, lockedKey } = await startSshServer();
    const machine = { address: "127.0.0.1", port, user, signIn: "key", hostKey } as const;
    const draft = {
      ...{ ...common, kind: "sftp", hostname: "nas", bytesPerSecond: null, paths: ["/"], machine },
    } satisfies SourceDraft;
    const reasons = [
      { secrets: { privateKey: lockedKey, passphrase: "wrong" }, reason: "passphrase" },
      { secrets: { privateKey: "no key" }, reason: "format" },
      { secrets: {}, reason: "none" },
    ];
    for (const { secrets, reason } of reasons) {
      const { error } = await trySource(draft, { machine: secrets }, signal, "");
      expect(error).toMatchObject({ code: "REMOTE_SIGN_IN_UNUSABLE", details: { reason } });
    }
  },
);
