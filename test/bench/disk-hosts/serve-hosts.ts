/**
 * Machines with disks that are reached over SSH, as a process of its own, so that what they work is not counted with what Backstay
 * works. Every command runs with the programs of one folder. Prints the ports as JSON, and ends with its standard input.
 * Usage: node serve-hosts.ts PASSWORD FOLDER...
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import ssh2, { type ServerChannel } from "ssh2";

const [password = "", ...folders] = process.argv.slice(2);
const hostKey = ssh2.utils.generateKeyPairSync("ed25519").private;
/** What Backstay asks every command to be run with; the folder takes the place of the path. */
const COMMAND = /^env LC_ALL=C PATH=\S+ (?:sudo -n -- )?(.*)$/s;

function run(folder: string, line: string, channel: ServerChannel): void {
  const [, command = ""] = COMMAND.exec(line) ?? [];
  const child = spawn("/bin/sh", ["-c", command], {
    env: { PATH: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  child.on("close", (status) => {
    channel.exit(status ?? 1);
    channel.end();
  });
}

async function serve(folder: string): Promise<number> {
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    client.on("authentication", (attempt) => {
      if (attempt.method === "password" && attempt.password === password) attempt.accept();
      else attempt.reject(["password"]);
    });
    client.on("session", (accept) => {
      accept().on("exec", (acceptCommand, _, { command }) => run(folder, command, acceptCommand()));
    });
    client.on("error", () => undefined); // whoever ends a connection does not end the others
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("there is no port");
  return address.port;
}

console.log(JSON.stringify(await Promise.all(folders.map(serve))));
process.stdin.resume().on("end", () => process.exit());
