import type { HostFacts } from "../../../shared/model/watched-host.ts";
import type { ToolCommand, ToolOutput } from "../machine/machine.ts";
import { cleanText } from "../reading/text.ts";
import type { Round } from "./ask.ts";

/** Anybody may ask these. */
export const READ_KERNEL: ToolCommand = { program: "uname", args: ["-srm"] };
/** In one command, of which each costs a session over SSH: those that are not there are left out. */
export const READ_SYSTEM: ToolCommand = {
  program: "cat",
  args: [
    "/proc/uptime",
    "/etc/os-release",
    "/sys/class/dmi/id/sys_vendor",
    "/sys/class/dmi/id/product_name",
    "/sys/class/thermal/thermal_zone0/temp",
  ],
};

/** What a machine running Linux, or something like it, says of itself. */
export async function probeFacts(round: Round): Promise<HostFacts> {
  const [kernel, system] = await Promise.all([round.run(READ_KERNEL), round.run(READ_SYSTEM)]);
  return parseFacts(textOf(kernel) ?? "", textOf(system) ?? "");
}

/** @param files see {@link READ_SYSTEM}; each is known by what it looks like */
export function parseFacts(kernel: string, files: string): HostFacts {
  const [name, release, architecture] = kernel.trim().split(" ");
  const lines = files.split("\n").map((line) => line.trim());
  const [, pretty] = /^PRETTY_NAME="?([^"\n]{1,200})"?$/m.exec(files) ?? [];
  const [, uptime] = /^(\d{1,12}\.\d+) \d{1,15}\.\d+$/m.exec(files) ?? [];
  const milliDegrees = Number(lines.findLast((line) => /^-?\d{4,6}$/.test(line)));
  const machine = lines.filter((line) => line !== "" && !line.includes("=") && /[A-Za-z]/.test(line));
  return {
    system: text(pretty ?? name, 200),
    kernel: text(release, 200),
    architecture: text(architecture, 50),
    machine: text(machine.slice(0, 2).join(" "), 200),
    uptimeSeconds: uptime === undefined ? null : Number(uptime),
    temperatureC: milliDegrees > 1000 && milliDegrees < 150_000 ? milliDegrees / 1000 : null,
  };
}

function textOf(output: ToolOutput): string | undefined {
  return output.kind === "said" && output.stdout !== "" ? output.stdout : undefined;
}

function text(value: string | undefined, length: number): string | null {
  return cleanText(value)?.slice(0, length) ?? null;
}
