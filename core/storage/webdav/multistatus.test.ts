import { describe, expect, test } from "vitest";
import { readMultistatus, type WebdavEntry } from "./multistatus.ts";
import { readXml, XmlBroken } from "./xml.ts";

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = 7): Promise<readonly WebdavEntry[]> {
  const found: WebdavEntry[] = [];
  for await (const entry of readMultistatus(readXml(inChunks(text, size)))) found.push(entry);
  return found;
}

/** As Apache writes it. */
const APACHE = `<?xml version="1.0" encoding="utf-8"?>
<D:multistatus xmlns:D="DAV:" xmlns:ns0="DAV:">
<D:response xmlns:lp1="DAV:" xmlns:lp2="http://apache.org/dav/props/">
<D:href>/dav/office/</D:href>
<D:propstat><D:prop><lp1:resourcetype><D:collection/></lp1:resourcetype>
<lp1:getlastmodified>Sat, 21 Nov 2026 10:00:00 GMT</lp1:getlastmodified></D:prop>
<D:status>HTTP/1.1 200 OK</D:status></D:propstat>
<D:propstat><D:prop><ns0:getcontentlength/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status></D:propstat>
</D:response>
<D:response xmlns:lp1="DAV:"><D:href>/dav/office/a%20%26&#38;%E6%96%87.txt</D:href>
<D:propstat><D:prop><lp1:resourcetype/><lp1:getcontentlength>12</lp1:getcontentlength>
<lp1:getlastmodified>Sat, 21 Nov 2026 10:00:00 GMT</lp1:getlastmodified></D:prop>
<D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>
</D:multistatus>`;

/** Without prefixes, with all that XML allows and hardly anybody writes. */
const ODD = `<multistatus xmlns='DAV:' note="a > b"><!-- <response> --><response>
<href><![CDATA[http://nas:5005/x/config]]></href><propstat><prop>
<getcontentlength >3</getcontentlength ><resourcetype></resourcetype></prop></propstat></response></multistatus>
`;

describe("a list of a WebDAV server", () => {
  test.each([1, 7, 100_000])("is read whatever it is cut into, %i bytes at once", async (size) => {
    const modifiedMs = Date.UTC(2026, 10, 21, 10);
    expect(await read(APACHE, size)).toEqual([
      { name: "office", isFolder: true, sizeBytes: undefined, modifiedMs },
      { name: "a &&文.txt", isFolder: false, sizeBytes: 12, modifiedMs },
    ]);
    expect(await read(ODD, size)).toEqual([
      { name: "config", isFolder: false, sizeBytes: 3, modifiedMs: undefined },
    ]);
  });

  test("tells a size only that is one", async () => {
    for (const size of ["-1", "1e3", "", "99999999999999999999", "12abc"]) {
      const [entry] = await read(ODD.replace(">3<", `>${size}<`));
      expect(entry?.sizeBytes).toBeUndefined();
    }
  });

  test.each([
    ["a page for people", "<!DOCTYPE html><html><body>Hello</body></html>"],
    ["a page without a type", "<html><body>Hello</body></html>"],
    ["nothing", ""],
    ["half of it", APACHE.slice(0, 400)],
    ["half of a tag", APACHE.slice(0, 60)],
    ["an error of its own", '<D:error xmlns:D="DAV:"/>'],
    ["a bomb", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]><multistatus>&b;</multistatus>'],
    ["an entity of nobody", ODD.replace("3", "&b;")],
    ["a number beyond letters", ODD.replace("3", "&#x110000;")],
    ["ends in the wrong order", "<multistatus><response></multistatus></response>"],
    ["two lists", `${ODD}${ODD}`],
    ["text outside", `${ODD}more`],
    ["JSON", '[{"name":"a"}]'],
  ])("that is %s is none", async (_, text) => {
    await expect(read(text)).rejects.toBeInstanceOf(XmlBroken);
  });

  test.each([
    ["a tag", "<multistatus><a b='"],
    ["a text", "<multistatus>"],
    ["depth", ""],
  ])("without an end of %s is not listened to for long", async (what, begin) => {
    let sentBytes = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode(begin);
      for (;;) {
        const chunk = new TextEncoder().encode((what === "depth" ? "<a>" : "x").repeat(1000));
        sentBytes += chunk.length;
        yield chunk;
      }
    }
    const reading = (async () => {
      for await (const _ of readMultistatus(readXml(endless()))) expect.unreachable();
    })();
    await expect(reading).rejects.toBeInstanceOf(XmlBroken);
    expect(sentBytes).toBeLessThan(200_000);
  });
});
