import { execFileSync } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacks, lacksTool } from "../../test/support/tools.ts";
import type { ExtendedAttribute } from "../repository/node.ts";
import type { PosixError } from "./posix-error.ts";
import { listXattrs, mayHaveXattrs, removeXattr, setXattr } from "./xattrs.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const byName = (a: ExtendedAttribute, b: ExtendedAttribute): number => (a.name < b.name ? -1 : 1);

/** Lists them and expects every one to be readable. */
function listAll(path: string): readonly ExtendedAttribute[] {
  const fail = (_name: string, error: PosixError): never => {
    throw error;
  };
  return [...listXattrs(bytesOf(path), fail)].sort(byName);
}

async function canSetXattrs(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), "backstay-xattr-"));
  try {
    setXattr(bytesOf(folder), { name: "user.backstay.try", value: bytesOf("x") });
    return true;
  } catch {
    return false; // whatever the reason, the tests below cannot run here
  } finally {
    await rm(folder, { recursive: true });
  }
}

const without = lacks("a file system with user.* attributes", await canSetXattrs());

describe.skipIf(without)("extended attributes", () => {
  async function newFile(): Promise<string> {
    const file = join(await tempFolder(), "file");
    await writeFile(file, "");
    return file;
  }

  test("come back as they were set, whatever bytes they hold", async () => {
    const file = await newFile();
    const attributes = [
      { name: "user.binary", value: Uint8Array.of(0, 255, 0, 10, 13) },
      { name: "user.empty", value: new Uint8Array(0) },
      { name: "user.grüße", value: bytesOf("größer") },
      { name: "user.long", value: new Uint8Array(3000).fill(7) },
    ];
    for (const attribute of attributes) setXattr(bytesOf(file), attribute);
    expect(listAll(file)).toEqual([...attributes].sort(byName));
  });

  test("an open file knows whether it may have some", async () => {
    const file = await newFile();
    const descriptor = openSync(file, "r");
    const before = mayHaveXattrs(descriptor);
    setXattr(bytesOf(file), { name: "user.some", value: bytesOf("x") });
    expect([before, mayHaveXattrs(descriptor)]).toEqual([false, true]);
    closeSync(descriptor);
    expect(mayHaveXattrs(descriptor)).toBe(true);
  });

  test("are none on a new file and on a file system that has none", async () => {
    expect(listAll(await newFile())).toEqual([]);
    expect(listAll("/proc/self/status")).toEqual([]);
  });

  test("have values of their own, untouched by the next call", async () => {
    const [first, second] = [await newFile(), await newFile()];
    setXattr(bytesOf(first), { name: "user.a", value: bytesOf("first") });
    setXattr(bytesOf(second), { name: "user.a", value: bytesOf("other") });
    const before = listAll(first);
    listAll(second);
    expect(before).toEqual([{ name: "user.a", value: bytesOf("first") }]);
  });

  test("are replaced and removed, twice without complaint", async () => {
    const file = await newFile();
    setXattr(bytesOf(file), { name: "user.a", value: bytesOf("long value") });
    setXattr(bytesOf(file), { name: "user.a", value: bytesOf("short") });
    expect(listAll(file)).toEqual([{ name: "user.a", value: bytesOf("short") }]);
    removeXattr(bytesOf(file), "user.a");
    removeXattr(bytesOf(file), "user.a");
    expect(listAll(file)).toEqual([]);
  });

  test("of a link are its own, not those of what it points to", async () => {
    const folder = await tempFolder();
    await mkdir(join(folder, "target"));
    setXattr(bytesOf(join(folder, "target")), { name: "user.a", value: bytesOf("x") });
    await symlink("target", join(folder, "link"));
    expect(listAll(join(folder, "link"))).toEqual([]);
  });

  test("that may not be read are told, and the others are returned", async () => {
    const file = await newFile();
    setXattr(bytesOf(file), { name: "user.a", value: bytesOf("x") });
    const told: string[] = [];
    execFileSync("chmod", ["0755", join(file, "..")]);
    execFileSync("chmod", ["0000", file]);
    await asOrdinaryUser(async () => {
      expect(listXattrs(bytesOf(file), (name, error) => told.push(`${name} ${error.code}`))).toEqual([]);
    });
    expect(told).toEqual(["user.a EACCES"]);
  });

  test("cannot be listed where there is no file", async () => {
    const none = join(await tempFolder(), "none");
    expect(() => listAll(none)).toThrow(expect.objectContaining({ code: "ENOENT", syscall: "listxattr" }));
  });

  test("cannot have a name that Linux does not know", async () => {
    const file = bytesOf(await newFile());
    expect(() => setXattr(file, { name: "nonsense", value: bytesOf("") })).toThrow(
      expect.objectContaining({ syscall: "setxattr", code: "ENOTSUP" }),
    );
  });

  test.skipIf(lacksTool("getfattr"))("are what getfattr shows, and show what setfattr set", async () => {
    const file = await newFile();
    execFileSync("setfattr", ["-n", "user.theirs", "-v", "0x00ff", file]);
    expect(listAll(file)).toEqual([{ name: "user.theirs", value: Uint8Array.of(0, 255) }]);
    setXattr(bytesOf(file), { name: "user.ours", value: Uint8Array.of(1, 0) });
    const shown = execFileSync("getfattr", ["--absolute-names", "--only-values", "-n", "user.ours", file]);
    expect(new Uint8Array(shown)).toEqual(Uint8Array.of(1, 0));
  });

  test.skipIf(lacksTool("setfacl"))("carry access control lists from one file to another", async () => {
    const [from, to] = [await newFile(), await newFile()];
    execFileSync("setfacl", ["-m", "u:12345:r", from]);
    for (const attribute of listAll(from)) setXattr(bytesOf(to), attribute);
    expect(execFileSync("getfacl", ["-cnp", to]).toString()).toContain("user:12345:r--");
  });
});
