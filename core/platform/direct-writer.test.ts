import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacks } from "../../test/support/tools.ts";
import { closeDirect, createDirectWriter, type DirectFile, openDirectly } from "./direct-writer.ts";
import { isCached } from "./page-cache.ts";

const MIB = 1024 * 1024;
const ROOM = 3 * MIB;

type Opened = { readonly path: string; readonly file: DirectFile; readonly isDirect: boolean };

/** Where the temporary folder's file system is not one for this, both ways are the usual one. */
async function openFile(): Promise<Opened> {
  const path = join(await tempFolder(), "file");
  const descriptor = openSync(path, "wx+");
  const opened = openDirectly(descriptor);
  const file = opened ?? { descriptor, direct: openSync(path, "r+") };
  onTestFinished(() => closeDirect(file));
  return { path, file, isDirect: opened !== undefined };
}

/** The bytes of a piece tell from where in the file and from which write they are. */
function pieceAt(position: number, length: number, salt: number): Uint8Array {
  return Uint8Array.from({ length }, (_, n) => ((position + n) * 31 + (position + n) / 251 + salt) | 0);
}

describe("writing past the page cache", () => {
  const position = fc.oneof(
    fc.nat(ROOM - 1),
    fc.nat(ROOM / 4096 - 1).map((n) => n * 4096),
  );
  const length = fc.oneof(fc.nat(10_000), fc.nat(600_000));
  /** `isNext`: go on where the piece before ended. */
  const piece = fc.record({ position, length, isNext: fc.boolean() });

  test("puts every byte where it belongs, whatever follows what", async () => {
    const { path, file } = await openFile();
    const writer = createDirectWriter(MIB);
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        writeSync(file.descriptor, new Uint8Array(ROOM), 0, ROOM, 0);
        const expected = new Uint8Array(ROOM);
        let next = 0;
        for (const [salt, wanted] of pieces.entries()) {
          const at = wanted.isNext ? next : wanted.position;
          const bytes = pieceAt(at, Math.min(wanted.length, ROOM - at), salt);
          expected.set(bytes, at);
          writer.write(file, bytes, at);
          next = at + bytes.length;
        }
        writer.flush();
        expect(Buffer.compare(readFileSync(path), expected)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  test("leaves the page cache to others", async () => {
    const { path, file, isDirect } = await openFile();
    const writer = createDirectWriter();
    writer.write(file, pieceAt(0, 10 * MIB, 0), 0);
    writer.flush();
    const reading = openSync(path, "r");
    expect([0, 5 * MIB, 9 * MIB].map((offset) => isCached(reading, offset))).toEqual(
      Array(3).fill(!isDirect),
    );
    closeSync(reading);
    expect(Buffer.compare(readFileSync(path), pieceAt(0, 10 * MIB, 0))).toBe(0);
  });

  test("keeps apart what goes to different files, and forgets what it is told to", async () => {
    const [one, other] = [await openFile(), await openFile()];
    const writer = createDirectWriter();
    writer.write(one.file, pieceAt(0, 100, 1), 0);
    writer.write(other.file, pieceAt(100, 100, 2), 100);
    writer.discard();
    writer.write(other.file, pieceAt(0, 50, 3), 0);
    writer.flush();
    writer.flush();
    expect(readFileSync(one.path)).toEqual(Buffer.from(pieceAt(0, 100, 1)));
    expect(readFileSync(other.path)).toEqual(Buffer.from(pieceAt(0, 50, 3)));
  });

  test("passes on what the system says, and begins anew afterwards", async () => {
    const { path, file } = await openFile();
    const writer = createDirectWriter();
    const closed = { descriptor: file.descriptor, direct: -1 };
    writer.write(closed, pieceAt(0, 10_000, 1), 0);
    expect(() => writer.flush()).toThrow();
    writer.write(file, pieceAt(0, 10, 2), 0);
    writer.flush();
    expect(readFileSync(path)).toEqual(Buffer.from(pieceAt(0, 10, 2)));
  });
});

test.skipIf(lacks("/dev/shm", process.platform === "linux"))(
  "is not done where it would not pay, as in memory",
  () => {
    const folder = mkdtempSync("/dev/shm/backstay-direct-");
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const descriptor = openSync(join(folder, "file"), "wx");
    expect(openDirectly(descriptor)).toBeUndefined();
    closeSync(descriptor);
  },
);
