import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rejectsWith } from "../../test/support/check-store.ts";
import { PASSPHRASE, startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { openSftpStore } from "./sftp.ts";
import { openOn } from "./testing/sftp-stores.ts";
import type { StoreVariables } from "./variables.ts";

describe.skipIf(lacksTool("sshd", "ssh-keygen"))("signing in over SFTP", () => {
  test("says what is not there: the port, the machine, SFTP", async () => {
    const server = await startSshServer(null);
    await expect(openOn(server, "/srv").create()).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "no-sftp" },
    });
    await server.stop();
    await expect(openOn(server, "/srv").create()).rejects.toMatchObject({
      code: "STORE_UNREACHABLE",
      details: { reason: "refused" },
    });
  });

  test("believes only the host it knows", async () => {
    const server = await startSshServer();
    const { hostKey } = server;
    const known = join(await tempFolder(), "known_hosts");
    const config = join(await tempFolder(), "config");
    writeFileSync(config, `Host *\n  UserKnownHostsFile ${known}\n  GlobalKnownHostsFile none\n`);
    const variables = { BACKSTAY_SSH_CONFIG: config, BACKSTAY_SFTP_HOST_KEY: undefined };
    const root = join(await tempFolder(), "repository");
    await expect(openOn(server, root, variables).create()).rejects.toMatchObject({
      code: "REMOTE_KEY_UNKNOWN",
      details: { shown: hostKey },
    });
    writeFileSync(known, `[127.0.0.1]:${server.port} ${server.hostKeyLine}\n`);
    const store = openOn(server, root, variables);
    await store.create();
    await store.close();
    await server.restart({ newHostKey: true });
    await expect(openOn(server, root, variables).create()).rejects.toMatchObject({
      code: "REMOTE_KEY_CHANGED",
      details: { pinned: hostKey, shown: server.hostKey },
    });
    const pinned = { ...variables, BACKSTAY_SFTP_HOST_KEY: hostKey };
    await rejectsWith("REMOTE_KEY_CHANGED", openOn(server, root, pinned).create());
    const nonsense = { ...variables, BACKSTAY_SFTP_HOST_KEY: "ssh-ed25519 AAAA" };
    await rejectsWith("VALUE_INVALID", openOn(server, root, nonsense).create());
  });

  test("signs in as the settings of SSH say, under the name they give the machine", async () => {
    const server = await startSshServer();
    const folder = await tempFolder();
    writeFileSync(join(folder, "key"), server.privateKey, { mode: 0o600 });
    writeFileSync(join(folder, "known"), `backup-nas ${server.hostKeyLine}\n`);
    const lines = [
      "Host nas",
      "  HostName 127.0.0.1",
      `  Port ${server.port}`,
      `  User ${server.user}`,
      `  IdentityFile ${folder}/missing`,
      `  IdentityFile ${folder}/key`,
      "  HostKeyAlias backup-nas",
      `  UserKnownHostsFile ${folder}/known`,
      "Host jumped",
      "  ProxyJump nas",
    ];
    writeFileSync(join(folder, "config"), `${lines.join("\n")}\n`);
    const open = (host: string, configFile = join(folder, "config")) =>
      openSftpStore(
        { host, port: undefined, user: undefined, folder: join(folder, "repository") },
        { BACKSTAY_SSH_CONFIG: configFile },
      );
    const store = open("nas");
    await store.create();
    await store.close();
    expect(readdirSync(join(folder, "repository"))).toContain("data");
    await expect(open("jumped").create()).rejects.toMatchObject({
      code: "SSH_SETTINGS_UNUSABLE",
      details: { host: "jumped", reason: "needs-proxy" },
    });
    await expect(open("nas", join(folder, "nowhere")).create()).rejects.toMatchObject({
      code: "SSH_SETTINGS_UNUSABLE",
      details: { reason: "broken" },
    });
  });

  test("says what is wrong with what it signs in with, and nothing of the secret", async () => {
    const server = await startSshServer();
    const folder = await tempFolder();
    const path = join(folder, "key");
    writeFileSync(path, server.lockedKey);
    const none = { BACKSTAY_SFTP_PRIVATE_KEY: undefined };
    const config = join(folder, "config");
    writeFileSync(config, `Host *\n  IdentityFile ${folder}/missing\n`);
    const attempts: readonly (readonly [string, StoreVariables])[] = [
      ["REMOTE_SIGN_IN_REFUSED", { BACKSTAY_SFTP_PRIVATE_KEY: server.foreignKey }],
      ["REMOTE_SIGN_IN_REFUSED", { ...none, BACKSTAY_SFTP_PASSWORD: "sesame" }],
      ["REMOTE_SIGN_IN_UNUSABLE", { BACKSTAY_SFTP_KEY_FILE: path, BACKSTAY_SFTP_PASSPHRASE: "sesame" }],
      ["REMOTE_SIGN_IN_UNUSABLE", { BACKSTAY_SFTP_PRIVATE_KEY: "sesame" }],
      ["FILE_UNREADABLE", { BACKSTAY_SFTP_KEY_FILE: join(folder, "missing") }],
      ["STORE_SIGN_IN_MISSING", { ...none, BACKSTAY_SSH_CONFIG: config }],
    ];
    for (const [code, variables] of attempts) {
      const error: unknown = await openOn(server, "/srv", variables)
        .create()
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code });
      expect(`${error} ${JSON.stringify(error)}`).not.toMatch(/sesame|PRIVATE KEY/);
    }
    const passphrase = join(folder, "passphrase");
    writeFileSync(passphrase, `${PASSPHRASE}\n`);
    const good = { BACKSTAY_SFTP_KEY_FILE: path, BACKSTAY_SFTP_PASSPHRASE_FILE: passphrase };
    const store = openOn(server, join(folder, "repository"), good);
    await store.create();
    await store.close();
  });
});
