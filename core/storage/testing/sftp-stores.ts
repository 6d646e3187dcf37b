import { join } from "node:path";
import { type SshServer, startSshServer } from "../../../test/support/ssh-server.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { openSftpStore } from "../sftp.ts";
import type { Store } from "../store.ts";
import type { StoreVariables } from "../variables.ts";

export const SMALL = Uint8Array.of(1, 2, 3);
export const TOO_LARGE = new Uint8Array(6 * 1024 * 1024);
export const NO_SETTINGS = { BACKSTAY_SSH_CONFIG: "none" };

export function openOn(
  server: SshServer,
  folder: string,
  more: StoreVariables = {},
  silenceMs = 20_000,
): Store {
  const place = { host: "127.0.0.1", port: server.port, user: server.user, folder };
  const variables = {
    ...NO_SETTINGS,
    BACKSTAY_SFTP_PRIVATE_KEY: server.privateKey,
    BACKSTAY_SFTP_HOST_KEY: server.hostKey,
    ...more,
  };
  return openSftpStore(place, variables, { silenceMs });
}

/** A repository as `init` leaves it. */
export async function newRepository(folder?: string) {
  const server = await startSshServer();
  const root = folder ?? join(await tempFolder(), "repository");
  const store = openOn(server, root);
  await store.create();
  await store.write("config", "config", SMALL);
  return { server, root, store };
}
