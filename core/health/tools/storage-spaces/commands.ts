/**
 * The read-only question to Windows: everything at once, as numbers where there are any, since words may be in the language of the
 * machine. It is one fixed text, into which nothing is ever put.
 */
const CLASSES = [
  ["physicalDisks", "MSFT_PhysicalDisk"],
  ["virtualDisks", "MSFT_VirtualDisk"],
  ["pools", "MSFT_StoragePool"],
  ["jobs", "MSFT_StorageJob"],
] as const;

const LISTS = CLASSES.map(
  ([name, type]) =>
    `${name} = @(Get-CimInstance -Namespace root/Microsoft/Windows/Storage -ClassName ${type})`,
).join("; ");

const SCRIPT = `@{ ${LISTS}; counters = @(Get-PhysicalDisk | Get-StorageReliabilityCounter) } | ConvertTo-Json -Depth 4 -Compress`;

export const STORAGE_SPACES_PROGRAMS = ["powershell.exe", "pwsh.exe"] as const;

export const STORAGE_SPACES_QUESTION: readonly string[] = [
  "-NoProfile",
  "-NonInteractive",
  "-Command",
  SCRIPT,
];
