import type { HostFacts } from "../../../shared/model/watched-host.ts";
import type { ToolCommand, ToolOutput } from "../machine/machine.ts";
import { cleanText } from "../reading/text.ts";
import type { Round } from "./ask.ts";

/** Anybody may ask these. */
export const READ_KERNEL: ToolCommand = { program: "uname", args: ["-srm"] };
export const READ_SYSTEM: ToolCommand = { program: "cat", args: ["/etc/os-release"] };
export const READ_UPTIME: ToolCommand = { program: "cat", args: ["/proc/uptime"] };
export const READ_MACHINE: ToolCommand = {
  program: "cat",
  args: ["/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/product_name"],
};
/** Thousandths of a degree; there are boxes without. */
export const READ_TEMPERATURE: ToolCommand = {
  program: "cat",
  args: ["/sys/class/thermal/thermal_zone0/temp"],
};

/** What a machine running Linux, or something like it, says of itself. */
export async function probeFacts(round: Round): Promise<HostFacts> {
  const [kernel, system, uptime, machine, temperature] = (
    await Promise.all(
      [READ_KERNEL, READ_SYSTEM, READ_UPTIME, READ_MACHINE, READ_TEMPERATURE].map((one) => round.run(one)),
    )
  ).map(textOf);
  const [name, release, architecture] = (kernel ?? "").trim().split(" ");
  const [, pretty] = /^PRETTY_NAME="?([^"\n]{1,200})"?$/m.exec(system ?? "") ?? [];
  const seconds = Number.parseFloat(uptime ?? "");
  const milliDegrees = Number.parseInt(temperature ?? "", 10);
  return {
    system: text(pretty ?? name, 200),
    kernel: text(release, 200),
    architecture: text(architecture, 50),
    machine: text(machine?.split("\n").join(" "), 200),
    uptimeSeconds: Number.isFinite(seconds) && seconds >= 0 ? seconds : null,
    temperatureC: milliDegrees > 1000 && milliDegrees < 150_000 ? milliDegrees / 1000 : null,
  };
}

function textOf(output: ToolOutput): string | undefined {
  return output.kind === "said" && output.stdout !== "" ? output.stdout : undefined;
}

function text(value: string | undefined, length: number): string | null {
  return cleanText(value)?.slice(0, length) ?? null;
}
