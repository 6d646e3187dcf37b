import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { listed, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { startS3Server } from "../../test/support/s3-server.ts";
import { serveHttp } from "../../test/support/serve-http.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { writeTestCertificate } from "../../test/support/test-certificate.ts";
import type { Store } from "./store.ts";
import { KEYS, openAt, openOn, SMALL } from "./testing/s3-stores.ts";
import type { StoreVariables } from "./variables.ts";

describe("signing in to S3", () => {
  test("takes keys from the variables of other programs, ours first, and a file for the secret", async () => {
    const server = await startS3Server();
    const file = join(await tempFolder(), "secret");
    writeFileSync(file, `${KEYS.AWS_SECRET_ACCESS_KEY}\n`);
    const wrong = { AWS_ACCESS_KEY_ID: "SOMEBODY", AWS_SECRET_ACCESS_KEY: "sesame" };
    const store = openOn(server, "", {
      ...wrong,
      BACKSTAY_S3_ACCESS_KEY_ID: "OFFICEKEY",
      BACKSTAY_S3_SECRET_ACCESS_KEY_FILE: file,
    });
    await store.create();
    await store.close();
  });

  test("says which account is not let in, and nothing of its secret", async () => {
    const server = await startS3Server();
    const attempts: readonly (readonly [StoreVariables, object])[] = [
      [{}, { code: "STORE_SIGN_IN_MISSING", details: { variables: Object.keys(KEYS) } }],
      [
        { ...KEYS, AWS_SECRET_ACCESS_KEY: "the wrong one" },
        { code: "STORE_SIGN_IN_REFUSED", details: { user: "OFFI…" } },
      ],
      [
        { AWS_ACCESS_KEY_ID: "the wrong one", AWS_SECRET_ACCESS_KEY: "x" },
        { code: "STORE_SIGN_IN_REFUSED", details: { user: "the …" } },
      ],
    ];
    for (const [variables, expected] of attempts) {
      const works: readonly ((store: Store) => Promise<unknown>)[] = [
        (store) => store.create(),
        (store) => store.read("config", "config"),
        (store) => store.size("config", "config"),
        (store) => listed(store, "pack"),
        (store) => writePack(store, SMALL),
      ];
      for (const work of works) {
        const store = openOn(server, "", variables);
        const error: unknown = await work(store).catch((thrown: unknown) => thrown);
        expect(error).toMatchObject(expected);
        expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/wrong one/);
        await store.close();
      }
    }
  });

  test("says that there is no such bucket, whatever was to be done", async () => {
    const server = await startS3Server();
    const store = openAt(`${server.url}/nowhere/x`);
    const missing = { code: "STORE_BUCKET_MISSING", details: { bucket: "nowhere" } };
    await expect(store.create()).rejects.toMatchObject(missing);
    await expect(store.size("config", "config")).rejects.toMatchObject(missing);
    await expect(store.read("config", "config")).rejects.toMatchObject(missing);
    await expect(listed(store, "config")).rejects.toMatchObject(missing);
    await expect(listed(store, "pack")).rejects.toMatchObject(missing);
    await expect(writePack(store, SMALL)).rejects.toMatchObject(missing);
    await store.close();
  });

  test("believes a service by its certificate only", async () => {
    const tls = await writeTestCertificate();
    const server = await startS3Server(tls);
    const stranger = openOn(server);
    await expect(stranger.create()).rejects.toMatchObject({
      code: "STORE_CERTIFICATE_REFUSED",
      details: { reason: "unknown" },
    });
    const known = openOn(server, "", { ...KEYS, RESTIC_CACERT: tls.cert });
    await known.create();
    expect(await known.read("pack", await writePack(known, SMALL))).toEqual(SMALL);
    for (const store of [stranger, known]) await store.close();
  });

  test("goes on when the clock of this computer is wrong, and says so where the service does not tell the time", async () => {
    const server = await startS3Server();
    const refusing = await serveHttp((_, response) => {
      response.removeHeader("date");
      response.sendDate = false;
      response.statusCode = 403;
      response.end("<Error><Code>RequestTimeTooSkewed</Code><Message>too large</Message></Error>");
    });
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 5 * 3_600_000 });
    try {
      const store = openOn(server);
      await store.create();
      expect(await store.read("pack", await writePack(store, SMALL))).toEqual(SMALL);
      await store.close();
      const lost = openAt(`${refusing}bucket`);
      await rejectsWith("STORE_CLOCK_WRONG", lost.create());
      await rejectsWith("STORE_CLOCK_WRONG", writePack(lost, SMALL));
      await lost.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test("asks again in the region that a service names, once", async () => {
    const scopes: string[] = [];
    const url = await serveHttp((request, response) => {
      const [, scope = ""] = /Credential=[^/]*\/\d+\/([^/]*)/.exec(request.headers.authorization ?? "") ?? [];
      scopes.push(scope);
      if (scope === "garage") return void response.end("<ListBucketResult/>");
      response.statusCode = 400;
      response.end("<Error><Code>AuthorizationHeaderMalformed</Code><Region>garage</Region></Error>");
    });
    const store = openAt(`${url}bucket`);
    await store.create();
    await store.create();
    expect(scopes).toEqual(["us-east-1", "garage", "garage"]);
    await store.close();
    const said = openAt(`${url}bucket`, { ...KEYS, AWS_DEFAULT_REGION: "garage" });
    await said.create();
    expect(scopes.slice(3)).toEqual(["garage"]);
    await said.close();
    const silent = await serveHttp((_, response) => {
      response.statusCode = 301;
      response.end();
    });
    const lost = openAt(`${silent}bucket`);
    await expect(lost.create()).rejects.toMatchObject({
      code: "STORE_REGION_WRONG",
      details: { region: "us-east-1", wanted: null },
    });
    await lost.close();
  });
});
