import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { hasPosixLibrary } from "./posix-library.ts";

const MIB = 1024 * 1024;
const BUFFER_BYTES = 16 * MIB;

/** Keeps and frees buffers so that the heap gets holes, in a process of its own, and says what it then still has of them. */
function residentAfterwards(isReturned: boolean): number {
  const module = new URL("./return-large-buffers.ts", import.meta.url).href;
  const script = `
    const { returnLargeBuffers } = await import(${JSON.stringify(module)});
    const resident = () => process.memoryUsage().rss;
    if (${isReturned}) returnLargeBuffers();
    // a first large one, freed: from now on glibc takes such buffers from its heap
    new ArrayBuffer(${BUFFER_BYTES + MIB}).transfer(0);
    const before = resident();
    const buffers = [];
    const small = []; // between the large ones, so that the heap cannot shrink
    for (let n = 0; n < 8; n += 1) {
      buffers.push(new Uint8Array(${BUFFER_BYTES}).fill(1));
      small.push(new Uint8Array(${MIB / 4}).fill(1));
    }
    for (const { buffer } of buffers) buffer.transfer(0);
    console.log(resident() - before, small.length);`;
  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    encoding: "utf8",
  });
  return Number.parseInt(said, 10);
}

const hasGlibc = "glibcVersionRuntime" in (process.report.getReport() as { header: object }).header;

test.skipIf(!hasGlibc || !hasPosixLibrary())(
  "large buffers are given back to the system when they are freed",
  () => {
    expect(residentAfterwards(true)).toBeLessThan(BUFFER_BYTES);
    expect(residentAfterwards(false)).toBeGreaterThan(2 * BUFFER_BYTES); // or there would be nothing to do
  },
);
