/** `backstay health device-type`: says how smartctl reaches a disk, or chooses it. */
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { DeviceType } from "../../shared/model/device-type.ts";
import type { Finding } from "../../shared/model/health-verdict.ts";
import { describeFinding } from "../../shared/words/describe-finding.ts";
import { verdictWords } from "../../shared/words/verdicts.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { withHost } from "../host-client/with-host.ts";
import { deviceTypeWords } from "../words/device-type-words.ts";
import { findDisk } from "./find-disk.ts";

/**
 * @param wanted a disk by its serial number, its device or its name
 * @param type as smartctl's option `-d` takes it; `auto` leaves it to smartctl; without one nothing is changed
 */
export async function deviceType(
  context: CommandContext,
  wanted: string,
  type: string | undefined,
): Promise<ExitCode> {
  const { output, language } = context;
  const words = deviceTypeWords[language];
  const chosen = type === undefined || type === "auto" ? null : type;
  if (chosen !== null && !DeviceType.safeParse(chosen).success)
    throw new BackstayError("USAGE", { problem: "value-invalid", about: ["type", chosen] });
  return await withHost(context, async (host) => {
    const before = findDisk((await host.call("health.disks", {})).disks, wanted, context);
    if (type !== undefined) {
      await host.call("health.setDeviceType", { subjectId: before.id, deviceType: chosen });
      await host.call("health.checkNow", { hostId: before.hostId });
    }
    const { disk } = await host.call("health.disk", { subjectId: before.id });
    const { given } = disk.connection;
    output.json({
      message_type: "device_type",
      ...{ disk: disk.name, disk_id: disk.id, device_type: given, verdict: disk.verdict },
    });
    output.line(words.reached(printable(disk.name), given));
    if (type === undefined) return EXIT.done;
    output.line(words.isNow(verdictWords[language][disk.verdict]));
    for (const finding of disk.findings)
      output.line(`  - ${describeFinding(finding as Finding, { nowMs: Date.now() }, language).what}`);
    return EXIT.done;
  });
}
