/** What is run on Windows: only one question. */
import type { ToolCommand } from "../../machine/machine.ts";

/** Without choosing, each object would bring its whole class along. */
const CLASSES = [
  [
    "physicalDisks",
    "MSFT_PhysicalDisk",
    "DeviceId,UniqueId,FriendlyName,SerialNumber,FirmwareVersion,MediaType,Size,Usage,EnclosureNumber,SlotNumber,HealthStatus,OperationalStatus",
  ],
  [
    "virtualDisks",
    "MSFT_VirtualDisk",
    "UniqueId,FriendlyName,ResiliencySettingName,Size,HealthStatus,OperationalStatus",
  ],
  [
    "pools",
    "MSFT_StoragePool",
    "UniqueId,FriendlyName,IsPrimordial,Size,AllocatedSize,HealthStatus,OperationalStatus",
  ],
  ["jobs", "MSFT_StorageJob", "Name,JobState,PercentComplete"],
] as const;

const COUNTERS =
  "DeviceId,ReadErrorsUncorrected,WriteErrorsUncorrected,Wear,Temperature,PowerOnHours,StartStopCycleCount";

const LISTS = CLASSES.map(
  ([name, type, settings]) =>
    `${name} = @(Get-CimInstance -Namespace root/Microsoft/Windows/Storage -ClassName ${type} | Select-Object ${settings})`,
).join("; ");

/** One fixed text, into which nothing is ever put. */
const SCRIPT = `@{ ${LISTS}; counters = @(Get-PhysicalDisk | Get-StorageReliabilityCounter | Select-Object ${COUNTERS}) } | ConvertTo-Json -Depth 4 -Compress`;

/** Everything at once, as numbers where there are any: words may be in the language of the machine. */
export const READ_STORAGE: ToolCommand = {
  program: "powershell.exe",
  args: ["-NoProfile", "-NonInteractive", "-Command", SCRIPT],
};
