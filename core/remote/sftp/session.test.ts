import { randomBytes } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type SshServer, sharedSshServer, startSshServer } from "../../../test/support/ssh-server.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { type RawPath, rawPathFromText, rawPathToBytes, rawPathToText } from "../../platform/raw-path.ts";
import { connectBySsh } from "../ssh-connection.ts";
import { openSftpSession, type SftpSession } from "./session.ts";

const noSsh = lacksTool("sshd");

async function open({ port, user, privateKey }: SshServer): Promise<SftpSession> {
  const signIn = { kind: "key", privateKey } as const;
  const connection = await connectBySsh({ address: "127.0.0.1", port, user, signIn, pinned: undefined });
  const session = await openSftpSession(connection, "nas", new AbortController().signal);
  onTestFinished(() => session.end(new Error("the test is over")));
  return session;
}

async function namesIn(session: SftpSession, path: RawPath): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const part of session.list(path)) names.push(...part.map(({ name }) => name));
  return names.filter((name) => name !== "." && name !== "..").sort();
}

test.skipIf(noSsh)("names are the bytes that they are, however many there are", async () => {
  const folder = await tempFolder();
  const session = await open(await sharedSshServer());
  const odd = Buffer.from([0x61, 0xff, 0x0a, 0xe2, 0x82]);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), odd]), "odd");
  const many = Array.from({ length: 3000 }, (_, n) => `${n}`);
  for (const name of many) writeFileSync(join(folder, name), "");
  const names = await namesIn(session, rawPathFromText(folder));
  expect(names).toEqual([...many, odd.toString("latin1")].sort());
  const into = new Uint8Array(10);
  const handle = await session.open(`${folder}/${odd.toString("latin1")}` as RawPath);
  expect(await session.read(handle, 0, into)).toBe(3);
  expect(Buffer.from(into.subarray(0, 3)).toString()).toBe("odd");
  expect(await session.read(handle, 3, into)).toBe(0);
});

test.skipIf(noSsh)("links, what they lead to, and what is not there", async () => {
  const folder = await tempFolder();
  const session = await open(await sharedSshServer());
  mkdirSync(join(folder, "real"));
  symlinkSync("real", join(folder, "link"));
  const link = rawPathFromText(join(folder, "link"));
  expect(rawPathToText(await session.readLink(link))).toBe("real");
  expect(rawPathToBytes(await session.realPath(link)).toString()).toBe(join(folder, "real"));
  expect((await session.lstat(link)).stMode).toBe(0o120777);
  expect((await session.stat(link)).stMode).toBe(0o040755);
  await expect(session.stat(rawPathFromText(join(folder, "missing")))).rejects.toMatchObject({ status: 2 });
});

test.skipIf(noSsh)("names of users and groups come from the machine", async () => {
  const session = await open(await sharedSshServer());
  expect(await session.namesOf([0, 4_000_000], [0])).toEqual({ users: ["root", ""], groups: ["root"] });
});

test.skipIf(noSsh).each(["aes128-gcm@openssh.com", "aes256-ctr", "chacha20-poly1305@openssh.com"])(
  "bytes come through %s as they are",
  async (cipher) => {
    const session = await open(await startSshServer("internal-sftp", [`Ciphers ${cipher}`]));
    const path = join(await tempFolder(), "file");
    const bytes = randomBytes(20_000_000);
    writeFileSync(path, bytes);
    const handle = await session.open(rawPathFromText(path));
    const got = Buffer.alloc(bytes.length);
    const size = session.maxReadBytes;
    await Promise.all(
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
        session.read(handle, n * size, got.subarray(n * size, (n + 1) * size)),
      ),
    );
    expect(got.equals(bytes)).toBe(true);
  },
);
