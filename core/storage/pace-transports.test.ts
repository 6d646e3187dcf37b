/** That every way to another machine keeps to a pace, in pieces small enough not to fill a slow line. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { nameFor } from "../../test/support/check-store.ts";
import { startFtpServer } from "../../test/support/ftp-server.ts";
import { serveByRclone } from "../../test/support/rclone.ts";
import { startS3Server } from "../../test/support/s3-server.ts";
import { startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { openStore } from "./open-store.ts";
import { createPace, PACED_BYTES, type Pace } from "./pace.ts";
import type { Store } from "./store.ts";
import type { StoreVariables } from "./variables.ts";

type Place = { readonly location: string; readonly variables: StoreVariables };

const PLACES: readonly (readonly [string, () => Promise<Place>])[] = [
  [
    "SFTP",
    async () => {
      const server = await startSshServer();
      const variables = {
        BACKSTAY_SSH_CONFIG: "none",
        BACKSTAY_SFTP_PRIVATE_KEY: server.privateKey,
        BACKSTAY_SFTP_HOST_KEY: server.hostKey,
      };
      const folder = join(await tempFolder(), "repository");
      return { location: `sftp://${server.user}@127.0.0.1:${server.port}/${folder}`, variables };
    },
  ],
  [
    "S3",
    async () => {
      const server = await startS3Server();
      return { location: `s3:${server.url}/${server.bucket}`, variables: server.variables };
    },
  ],
  [
    "WebDAV",
    async () => {
      const { url } = await serveByRclone("webdav", await tempFolder());
      return { location: `webdav:${url}`, variables: {} };
    },
  ],
  [
    "FTP",
    async () => {
      const { port, user, password } = await startFtpServer();
      return { location: `ftp://${user}:${encodeURIComponent(password)}@127.0.0.1:${port}/a`, variables: {} };
    },
  ],
  [
    "restic's protocol",
    async () => {
      const { url } = await serveByRclone("restic", await tempFolder());
      return { location: `rest:${url}`, variables: {} };
    },
  ],
];

async function withStore(place: Place, pace: Pace, work: (store: Store) => Promise<void>): Promise<void> {
  const store = openStore(place.location, place.variables, undefined, pace);
  try {
    await store.create();
    await work(store);
  } finally {
    await store.close();
  }
}

describe.skipIf(lacksTool("rclone", "sshd", "ssh-keygen", "pure-ftpd"))("a pace", () => {
  test.each(PLACES)("is kept to over %s", async (_, serve) => {
    const place = await serve();
    const bytes = new Uint8Array(randomBytes(700_000));
    const name = nameFor("pack", bytes);
    const sent: number[] = [];
    const taken: number[] = [];
    const counting: Pace = { up: async (n) => void sent.push(n), down: async (n) => void taken.push(n) };
    await withStore(place, counting, async (store) => {
      await store.write("pack", name, bytes);
      expect(Buffer.compare(await store.read("pack", name), bytes)).toBe(0);
    });
    const sum = (pieces: readonly number[]) => pieces.reduce((total, n) => total + n, 0);
    expect(sum(sent)).toBeGreaterThanOrEqual(bytes.length);
    expect(sum(sent)).toBeLessThan(bytes.length + 10_000);
    expect(Math.max(...sent)).toBeLessThanOrEqual(PACED_BYTES);
    expect(sum(taken)).toBeGreaterThanOrEqual(bytes.length);
    expect(sum(taken)).toBeLessThan(bytes.length + 10_000);

    const pace = createPace({ upBytesPerSecond: 2_000_000 }) ?? counting;
    const startMs = performance.now();
    await withStore(place, pace, async (store) => {
      const others = [1, 2].map((n) => bytes.with(0, n));
      await Promise.all(others.map((each) => store.write("pack", nameFor("pack", each), each)));
    });
    expect(performance.now() - startMs).toBeGreaterThan(550); // 1.4 MB, less what may be made up for
  });
});
