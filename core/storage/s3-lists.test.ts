import { describe, expect, test } from "vitest";
import { expectLongList } from "../../test/support/check-http-store.ts";
import { listed, rejectsWith } from "../../test/support/check-store.ts";
import { serveHttp } from "../../test/support/serve-http.ts";
import { openAt } from "./testing/s3-stores.ts";

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
    await expectLongList(store.list("pack"), 100_000);
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
