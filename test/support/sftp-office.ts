/** An office with a NAS that is reached over SFTP. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { backstay } from "./command-line.ts";
import { noise } from "./nasty-tree.ts";
import { resticOn } from "./restic.ts";
import { startSshServer } from "./ssh-server.ts";
import { tempFolder } from "./temp-folder.ts";

const PASSWORD = "correct horse";
const MIB = 1024 * 1024;

/**
 * An SFTP server that Backstay and restic know by the same settings of SSH, as `nas`; a folder to back up; and both programs, whose
 * repository is on the server unless it is said otherwise. What `ours` runs must succeed without a word of complaint.
 */
export async function sftpOffice() {
  const server = await startSshServer();
  const folder = await tempFolder();
  const config = join(folder, "ssh-config");
  await writeFile(join(folder, "key"), server.privateKey, { mode: 0o600 });
  await writeFile(join(folder, "known"), `[127.0.0.1]:${server.port} ${server.hostKeyLine}\n`);
  const lines = [
    "Host nas",
    "HostName 127.0.0.1",
    `Port ${server.port}`,
    `User ${server.user}`,
    `IdentityFile ${folder}/key`,
    "IdentitiesOnly yes",
    `UserKnownHostsFile ${folder}/known`,
  ];
  await writeFile(config, `${lines.join("\n")}\n`);
  const location = `sftp:nas:${folder}/on-nas/repository`;
  const source = join(folder, "source");
  await mkdir(join(source, "sub"), { recursive: true });
  await writeFile(join(source, "a.txt"), "first\n");
  await writeFile(join(source, "sub/large"), noise(1, 40 * MIB));
  const env = {
    HOME: folder,
    BACKSTAY_HOME: join(folder, "home"),
    BACKSTAY_REPOSITORY: location,
    BACKSTAY_PASSWORD: PASSWORD,
    BACKSTAY_SSH_CONFIG: config,
  };
  const ours = async (...args: string[]) => {
    const ended = await backstay(args, { env, cwd: folder });
    expect(ended.stderr).toBe("");
    expect(ended.exitCode).toBe(0);
    return ended.stdout;
  };
  const restic = resticOn(location, PASSWORD);
  const ssh = ["-o", `sftp.command=ssh -F ${config} nas -s sftp`];
  return { server, folder, source, env, location, ours, restic, ssh };
}
