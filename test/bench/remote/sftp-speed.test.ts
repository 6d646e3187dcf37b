/**
 * How fast a first backup goes over SFTP, beside restic over the same server on loopback, and how much memory it takes:
 *
 *     npx vitest run --config test/bench/remote/vitest.config.ts
 *
 * `BACKSTAY_BENCH_MIB` says how much is backed up (512 when not set), `BACKSTAY_BENCH_ROUNDS` how often (3).
 */
import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN } from "../../support/command-line.ts";
import { noise } from "../../support/nasty-tree.ts";
import { startSshServer } from "../../support/ssh-server.ts";
import { tempFolder } from "../../support/temp-folder.ts";

const MIB = 1024 * 1024;
const FILE_MIB = 32;
const SIZE_MIB = Number(process.env.BACKSTAY_BENCH_MIB ?? 512);
const ROUNDS = Number(process.env.BACKSTAY_BENCH_ROUNDS ?? 3);

test("a first backup over SFTP", async () => {
  const server = await startSshServer();
  const folder = await tempFolder();
  const config = join(folder, "ssh-config");
  await writeFile(join(folder, "key"), server.privateKey, { mode: 0o600 });
  await writeFile(join(folder, "known"), `[127.0.0.1]:${server.port} ${server.hostKeyLine}\n`);
  const lines = ["Host nas", "HostName 127.0.0.1", `Port ${server.port}`, `User ${server.user}`];
  const keys = [`IdentityFile ${folder}/key`, "IdentitiesOnly yes", `UserKnownHostsFile ${folder}/known`];
  await writeFile(config, `${[...lines, ...keys].join("\n")}\n`);
  const source = join(folder, "source");
  await mkdir(source);
  for (let n = 0; n < SIZE_MIB / FILE_MIB; n++)
    await writeFile(join(source, `${n}`), noise(n + 1, FILE_MIB * MIB));

  const password = { BACKSTAY_PASSWORD: "pw", RESTIC_PASSWORD: "pw" };
  const env = { PATH: process.env.PATH ?? "", HOME: folder, BACKSTAY_SSH_CONFIG: config, ...password };
  const programs = {
    backstay: (at: string) => [process.execPath, MAIN, "-r", at, "--cache-dir", join(folder, "cache")],
    restic: (at: string) => [
      ...["restic", "--no-cache", "-r", at],
      ...["-o", `sftp.command=ssh -F ${config} nas -s sftp`],
    ],
  };
  const seconds = { backstay: [] as number[], restic: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const name of ["backstay", "restic"] as const) {
      const place = join(folder, "repository");
      const command = programs[name](`sftp:nas:${place}`);
      await run([...command, "init"], env);
      const { ms, peakMib } = await run([...command, "backup", source], env);
      seconds[name].push(ms / 1000);
      console.log(
        `${name}: ${(ms / 1000).toFixed(1)} s, ${(SIZE_MIB / (ms / 1000)).toFixed(0)} MiB/s, ${peakMib} MiB`,
      );
      await rm(place, { recursive: true });
    }
  }
  const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  console.log(`times restic's speed: ${(median(seconds.restic) / median(seconds.backstay)).toFixed(2)}`);
});

/** Runs a command under GNU time. */
async function run(command: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn("/usr/bin/env", ["time", "-f", "%M", ...command], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const start = performance.now();
  const status = await new Promise((resolve) => child.once("close", resolve));
  const ms = performance.now() - start;
  expect(status, said).toBe(0);
  return { ms, peakMib: Math.round(Number(said.trim().split("\n").at(-1)) / 1024) };
}
