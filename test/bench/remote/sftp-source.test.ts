/**
 * How fast folders of another machine are backed up over SFTP, beside `rclone copy` of the same from the same server on loopback, at
 * first and once more unchanged, and how much memory it takes:
 *
 *     npx vitest run --config test/bench/remote/vitest.config.ts sftp-source
 *
 * `BACKSTAY_BENCH_MIB` says how much there is in large files (1024 when not set), `BACKSTAY_BENCH_FILES` how many small files (20000),
 * `BACKSTAY_BENCH_ROUNDS` how often (3).
 */
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "vitest";
import { noise } from "../../support/nasty-tree.ts";
import { startSshServer } from "../../support/ssh-server.ts";
import { tempFolder } from "../../support/temp-folder.ts";
import { runMeasured } from "../measure/run-measured.ts";

const MIB = 1024 * 1024;
const FILE_MIB = 64;
const SIZE_MIB = Number(process.env.BACKSTAY_BENCH_MIB ?? 1024);
const SMALL_FILES = Number(process.env.BACKSTAY_BENCH_FILES ?? 20_000);
const ROUNDS = Number(process.env.BACKSTAY_BENCH_ROUNDS ?? 3);
const SAVE = join(import.meta.dirname, "save-sftp-source.ts");
const KINDS = ["large", "small"] as const;

test("folders of another machine", async () => {
  const server = await startSshServer();
  const { port, user, hostKey, privateKey } = server;
  const folder = await tempFolder();
  const config = join(folder, "rclone.conf");
  await writeFile(join(folder, "key"), privateKey, { mode: 0o600 });
  const remote = ["[machine]", "type = sftp", "host = 127.0.0.1", `port = ${port}`, `user = ${user}`];
  await writeFile(config, `${[...remote, `key_file = ${folder}/key`, "shell_type = unix"].join("\n")}\n`);
  const [large, small] = [join(folder, "large"), join(folder, "small")];
  await mkdir(large);
  for (let n = 0; n < SIZE_MIB / FILE_MIB; n += 1)
    await writeFile(join(large, `${n}`), noise(n + 1, FILE_MIB * MIB));
  for (let n = 0; n < SMALL_FILES; n += 1) {
    const where = join(small, `${n % 100}`);
    if (n < 100) await mkdir(where, { recursive: true });
    await writeFile(join(where, `${n}`), noise(n, 1 + ((n * 7919) % 16_384)));
  }
  const { signal } = new AbortController();
  const seconds = new Map<string, number[]>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const kind of KINDS) {
      const [copy, repository] = [join(folder, "copy"), join(folder, "repository")];
      const cacheOfCode = { NODE_COMPILE_CACHE: join(folder, "code") };
      for (const which of ["new", "first", "again"]) {
        const order = {
          machine: { address: "127.0.0.1", port, user, signIn: "key", hostKey },
          ...{ privateKey, location: repository, cacheFolder: join(folder, "cache") },
          ...{ source: kind === "large" ? large : small, isNew: which === "new" },
        };
        const programs = [
          {
            name: "rclone",
            program: "rclone",
            args: ["--config", config, "copy", `machine:${order.source}`, copy],
          },
          {
            name: "backstay",
            program: process.execPath,
            args: ["--max-semi-space-size=8", SAVE, JSON.stringify(order)],
          },
        ];
        if (round % 2 === 1) programs.reverse();
        if (which === "new") programs.splice(0, 2, ...programs.filter(({ name }) => name === "backstay"));
        for (const { name, ...command } of programs) {
          const measured = await runMeasured({ ...command, environment: cacheOfCode }, signal);
          if (which === "new") continue;
          const about = `${kind} ${which} ${name}`;
          seconds.set(about, [...(seconds.get(about) ?? []), measured.wallSeconds]);
          const peak = Math.round(measured.peakBytes / MIB);
          console.log(
            `${about}: ${measured.wallSeconds.toFixed(2)} s, CPU ${measured.cpuSeconds.toFixed(2)} s, ${peak} MiB`,
          );
        }
      }
      for (const gone of [copy, repository, join(folder, "cache")])
        await rm(gone, { recursive: true, force: true });
    }
  }
  const median = (all: readonly number[] = []) =>
    all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? Number.NaN;
  for (const kind of KINDS) {
    for (const which of ["first", "again"]) {
      const [rclone, backstay] = ["rclone", "backstay"].map((name) =>
        median(seconds.get(`${kind} ${which} ${name}`)),
      ) as [number, number];
      console.log(
        `${kind} ${which}: rclone ${rclone.toFixed(2)} s, Backstay ${backstay.toFixed(2)} s, times rclone's speed: ${(rclone / backstay).toFixed(2)}`,
      );
    }
  }
});
