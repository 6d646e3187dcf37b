/** What is run on Windows: only one question. */
import type { ToolCommand } from "../../machine/machine.ts";

/** Without choosing, each object would bring its whole class along. */
const CLASSES = [
  [
    "physicalDisks",
    "MSFT_PhysicalDisk",
    "DeviceId,UniqueId,FriendlyName,SerialNumber,FirmwareVersion,MediaType,BusType,Size,Usage,EnclosureNumber,SlotNumber,HealthStatus,OperationalStatus",
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

/** Names may be in any script, and Windows would write them in the one of its language. */
const AS_UTF8 = "[Console]::OutputEncoding = [Text.Encoding]::UTF8";

/** One fixed text, into which nothing is ever put. */
const SCRIPT = `${AS_UTF8}; @{ ${LISTS}; counters = @(Get-PhysicalDisk | Get-StorageReliabilityCounter | Select-Object ${COUNTERS}) } | ConvertTo-Json -Depth 4 -Compress`;

/** Everything at once, as numbers where there are any: words may be in the language of the machine. */
export const READ_STORAGE: ToolCommand = {
  program: "powershell.exe",
  args: ["-NoProfile", "-NonInteractive", "-Command", SCRIPT],
};
