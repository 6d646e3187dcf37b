import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism, cpus, release, totalmem } from "node:os";

/** What the numbers depend on, one fact per line of Markdown. */
export function describeMachine(folder: string, runs: number): readonly string[] {
  const restic = execFileSync("restic", ["version"], { encoding: "utf8" }).trim();
  const fileSystem = execFileSync("stat", ["--file-system", "--format=%T", folder], {
    encoding: "utf8",
  }).trim();
  return [
    `- ${new Date().toISOString().slice(0, 10)}, median of ${runs}`,
    `- ${availableParallelism()} processors: ${cpus()[0]?.model.trim() ?? "unknown"}, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `- ${systemName()}, Linux ${release()}, ${fileSystem}`,
    `- Node.js ${process.versions.node}; ${restic}`,
  ];
}

function systemName(): string {
  const name = /^PRETTY_NAME="?(.*?)"?$/m.exec(readFileSync("/etc/os-release", "utf8"));
  return name?.[1] ?? "unknown system";
}
