/** The SFTP store on servers that have less than sshd, or answer worse. */
import { randomBytes } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkStore, listed, rejectsWith, writePack } from "../../test/support/check-store.ts";
import { type OddSftpServer, startOddSftpServer } from "../../test/support/odd-sftp-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openSftpStore } from "./sftp.ts";
import type { Store } from "./store.ts";
import { NO_SETTINGS, SMALL, TOO_LARGE } from "./testing/sftp-stores.ts";
import type { StoreVariables } from "./variables.ts";

function openOnOdd(server: OddSftpServer, more: StoreVariables = {}): Store {
  const place = { host: "127.0.0.1", port: server.port, user: "office", folder: server.folder };
  const variables = {
    ...NO_SETTINGS,
    BACKSTAY_SFTP_PASSWORD: server.password,
    BACKSTAY_SFTP_HOST_KEY: server.hostKey,
    ...more,
  };
  return openSftpStore(place, variables, { silenceMs: 20_000 });
}

describe("on a server that knows no more than the protocol", () => {
  checkStore("a folder", async () => openOnOdd(await startOddSftpServer()));

  test("which takes a password", async () => {
    const server = await startOddSftpServer();
    await rejectsWith(
      "REMOTE_SIGN_IN_REFUSED",
      openOnOdd(server, { BACKSTAY_SFTP_PASSWORD: "sesame" }).create(),
    );
    const path = join(await tempFolder(), "password");
    writeFileSync(path, `${server.password}\n`);
    const store = openOnOdd(server, {
      BACKSTAY_SFTP_PASSWORD: undefined,
      BACKSTAY_SFTP_PASSWORD_FILE: path,
    });
    await store.create();
    await store.close();
  });

  test("a file that came out shorter than it was sent is no file", async () => {
    const server = await startOddSftpServer({ losesBytes: true });
    const store = openOnOdd(server);
    await store.create();
    await expect(writePack(store, TOO_LARGE)).rejects.toMatchObject({ code: "STORE_WRITE_REFUSED" });
    expect(await listed(store, "pack")).toEqual([]);
    await store.close();
  });

  test("a config whose place the new one does not get is there still", async () => {
    let refusals = 0;
    const server = await startOddSftpServer({
      refusesRename: (from, to) => to.endsWith("/config") && !from.endsWith("-old") && refusals-- > 0,
    });
    const store = openOnOdd(server);
    await store.create();
    await store.write("config", "config", SMALL);
    refusals = 2;
    await rejectsWith("STORE_WRITE_REFUSED", store.write("config", "config", TOO_LARGE));
    expect(await store.read("config", "config")).toEqual(SMALL);
    expect(readdirSync(server.folder).filter((name) => name.includes("tmp"))).toEqual([]);
    await store.write("config", "config", TOO_LARGE);
    expect(await store.size("config", "config")).toBe(TOO_LARGE.length);
    expect(readdirSync(server.folder).filter((name) => name.includes("tmp"))).toEqual([]);
    await store.close();
  });

  test("a quota shows as what the server says of it", async () => {
    const server = await startOddSftpServer({ refusesWrites: "Disk quota exceeded" });
    const store = openOnOdd(server);
    await store.create();
    await expect(writePack(store, TOO_LARGE)).rejects.toMatchObject({
      code: "STORE_WRITE_REFUSED",
      details: { said: "Disk quota exceeded" },
    });
    await store.close();
  });

  test("reads that bring less than asked for go on until the end", async () => {
    const server = await startOddSftpServer({ readsAtMost: 1000 });
    const store = openOnOdd(server);
    await store.create();
    const bytes = new Uint8Array(randomBytes(100_000));
    expect(await store.read("pack", await writePack(store, bytes))).toEqual(bytes);
    await store.close();
  });
});
