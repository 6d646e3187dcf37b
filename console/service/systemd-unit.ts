/** What a unit is made from; every path absolute, because a service manager knows no current folder. */
export type UnitParts = {
  readonly scope: "system" | "user";
  /** Program and its arguments. */
  readonly command: readonly string[];
  /** The data folder. */
  readonly folder: string;
};

/** Whoever finds the file knows where it is from, and that it is written anew by the next install. */
export const UNIT_MARK = "# Written by `backstay service install`, which overwrites changes made here.";

/**
 * What root keeps. To back up means to read every file whoever owns it, to restore means to write anywhere and to give files their
 * owner, mode, capabilities and device numbers again; nothing else of root's power is needed.
 */
const CAPABILITIES = [
  "CAP_DAC_READ_SEARCH",
  "CAP_DAC_OVERRIDE",
  "CAP_CHOWN",
  "CAP_FOWNER",
  "CAP_FSETID",
  "CAP_SETFCAP",
  "CAP_MKNOD",
];

/**
 * For the whole computer. `ProtectSystem` may be no stricter: a restore to `/etc`, or to where else files were, has to be possible.
 * Private folders for `/tmp` or `/home` would hide what is to be backed up; SUID files are restored as such; and the JavaScript
 * engine makes code while it runs.
 */
const SYSTEM_HARDENING = [
  "ProtectSystem=true",
  `CapabilityBoundingSet=${CAPABILITIES.join(" ")}`,
  "ProtectKernelTunables=true",
  "ProtectKernelModules=true",
  "ProtectKernelLogs=true",
  "ProtectControlGroups=true",
  "ProtectHostname=true",
  "RestrictNamespaces=true",
  "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
];

/** Also possible for a service of a user, who has no power to give up. */
const COMMON_HARDENING = [
  "NoNewPrivileges=true",
  "LockPersonality=true",
  "RestrictRealtime=true",
  "SystemCallArchitectures=native",
  "UMask=0077",
];

/** @returns the text of a systemd unit. @source systemd.service(5), systemd.exec(5) */
export function systemdUnit({ scope, command, folder }: UnitParts): string {
  const isSystem = scope === "system";
  return [
    UNIT_MARK,
    "[Unit]",
    "Description=Backstay: backups of this computer",
    ...(isSystem ? ["After=network-online.target remote-fs.target", "Wants=network-online.target"] : []),
    "",
    "[Service]",
    "Type=exec",
    `Environment=${quote(`BACKSTAY_HOME=${folder}`, { isExpanded: false })}`,
    `ExecStart=${command.map((part, n) => quote(part, { isExpanded: n > 0 })).join(" ")}`,
    "Restart=on-failure",
    "RestartSec=10",
    // the host stops its jobs itself, which takes a moment on a slow share; what it leaves is killed then
    "KillMode=mixed",
    "TimeoutStopSec=120",
    ...COMMON_HARDENING,
    ...(isSystem ? SYSTEM_HARDENING : []),
    "",
    "[Install]",
    `WantedBy=${isSystem ? "multi-user.target" : "default.target"}`,
    "",
  ].join("\n");
}

/**
 * Writes one word so that systemd reads it as it is.
 *
 * @param isExpanded whether systemd replaces `$NAME` there, as it does in the arguments of commands; not in the program's own path,
 *   in which it also takes no quotes and backslashes
 * @source systemd.syntax(7), "Quoting"
 */
function quote(text: string, { isExpanded }: { readonly isExpanded: boolean }): string {
  const escaped = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replaceAll("\n", "\\n")
    .replaceAll("%", "%%");
  return `"${isExpanded ? escaped.replaceAll("$", "$$$$") : escaped}"`;
}
