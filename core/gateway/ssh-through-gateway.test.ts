/** A real SSH server behind the gateway, and a switch in the middle of a file. */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Client } from "ssh2";
import { expect, onTestFinished, test } from "vitest";
import type { ReplicaId } from "../../shared/ids.ts";
import { USUAL_GATEWAY_LIMITS } from "../../shared/model/gateway.ts";
import { type SshServer, startSshServer } from "../../test/support/ssh-server.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { systemClock } from "../clock.ts";
import { startTcpGateway } from "./tcp-gateway.ts";

const NAS = "00000000-0000-4000-8000-000000000001" as string as ReplicaId;
const NAS_2 = "00000000-0000-4000-8000-000000000002" as string as ReplicaId;

/** Signs in through a port with the key of a server. @returns the client, and the key that the other side showed */
async function signIn(port: number, { user, privateKey }: SshServer) {
  const client = new Client();
  onTestFinished(() => void client.destroy());
  let hostKey = "";
  await new Promise<void>((resolve, reject) => {
    client.once("ready", () => resolve());
    client.on("error", reject);
    client.connect({
      ...{ host: "127.0.0.1", port, username: user, privateKey },
      hostVerifier: (key: Buffer) => {
        hostKey = `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
        return true;
      },
    });
  });
  return { client, hostKey };
}

test.skipIf(lacksTool("sshd"))(
  "a file that is fetched while backups move arrives whole, and the next one comes from the other machine",
  async () => {
    const [nas, nas2] = [await startSshServer(), await startSshServer()];
    const folder = await tempFolder();
    const bytes = randomBytes(32 * 1024 * 1024);
    writeFileSync(join(folder, "large"), bytes);
    const door = await startTcpGateway({ host: "127.0.0.1", port: 0 }, USUAL_GATEWAY_LIMITS, systemClock);
    onTestFinished(() => door.close(0));
    const at = ({ port }: SshServer) => [{ host: "127.0.0.1", port }];
    door.follow({ id: NAS, addresses: at(nas) });

    const first = await signIn(door.listensAt.port, nas);
    expect(nas.hostKey).toContain(first.hostKey);
    let isSwitched = false;
    await new Promise<void>((resolve, reject) => {
      first.client.sftp((error, sftp) => {
        if (error !== undefined) return reject(error);
        sftp.fastGet(
          join(folder, "large"),
          join(folder, "fetched"),
          {
            step(done) {
              if (isSwitched || done < bytes.length / 4) return;
              isSwitched = true;
              door.follow({ id: NAS_2, addresses: at(nas2) });
            },
          },
          (problem) => (problem ? reject(problem) : resolve()),
        );
      });
    });
    expect(isSwitched).toBe(true);
    expect(readFileSync(join(folder, "fetched")).equals(bytes)).toBe(true);
    expect(door.health()).toMatchObject({ activeId: NAS_2, draining: 1, cutOff: 0 });
    const second = await signIn(door.listensAt.port, nas2);
    expect(nas2.hostKey).toContain(second.hostKey);
    expect(second.hostKey).not.toBe(first.hostKey);
  },
);
