import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Store, StoredFile } from "../../core/storage/store.ts";
import { rejectsWith } from "./check-store.ts";
import { serveHttp } from "./serve-http.ts";

const ID = "0".repeat(64);

/**
 * What every store does that reads files over HTTP, on servers that answer oddly.
 * @param openAt opens a store whose files are at this address, which ends with a slash
 */
export function checkHttpStore(openAt: (url: string) => Store): void {
  describe("a server that answers a read", () => {
    test("with the whole file instead of a part is understood", async () => {
      const bytes = new Uint8Array(randomBytes(300_000));
      const url = await serveHttp((_, response) => {
        response.setHeader("content-length", bytes.length);
        response.end(bytes);
      });
      const store = openAt(url);
      const part = await store.read("pack", ID, { offset: 70_000, length: 150_000 });
      expect(Buffer.compare(part, bytes.subarray(70_000, 220_000))).toBe(0);
      await rejectsWith("OBJECT_CORRUPT", store.read("pack", ID, { offset: 299_999, length: 2 }));
      await store.close();
    });

    test("with half a file is cut off", async () => {
      const url = await serveHttp((_, response) => {
        response.setHeader("content-length", 1000);
        response.write(new Uint8Array(500));
        setImmediate(() => response.destroy());
      });
      const store = openAt(url);
      await rejectsWith("STORE_UNREACHABLE", store.read("pack", ID));
      await store.close();
    });
  });
}

/**
 * Reads a list of files of which each is by one byte larger than the one before, the first being empty. Expects them in this order, and
 * that they are not gathered.
 */
export async function expectLongList(files: AsyncIterable<StoredFile>, count: number): Promise<void> {
  let seen = 0;
  let wrong = 0;
  let earlyBytes = 0;
  for await (const { sizeBytes } of files) {
    if (sizeBytes !== seen) wrong += 1;
    seen += 1;
    if (seen === 5_000) earlyBytes = process.memoryUsage().heapUsed;
  }
  expect([seen, wrong]).toEqual([count, 0]);
  globalThis.gc?.();
  expect(process.memoryUsage().heapUsed - earlyBytes).toBeLessThan(64 * 1024 * 1024);
}
