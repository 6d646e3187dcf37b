/** What a person fills in for a source, as text, and what it comes to. */
import type { z } from "zod";
import {
  CommandDraft,
  DatabaseDraft,
  type DatabaseKind,
  type FilesDraft,
  isDatabase,
  machineOf,
  SftpDraft,
  type Source,
  type SourceDraft,
  type SourceKind,
  type SourceSecrets,
} from "../../../shared/model/source.ts";
import {
  EMPTY_MACHINE,
  type KnownMachine,
  type MachineField,
  type MachineForm,
  machineFormOf,
  machineOfForm,
  secretsOfForm,
} from "./machine-form.ts";
import { excludesFromText, NEW_SOURCE } from "./source-draft.ts";

export type SourceForm = {
  readonly kind: SourceKind;
  readonly name: string;
  readonly icon: SourceDraft["icon"];
  readonly files: FilesDraft;
  /** Of folders on it, or of databases that are reached through it. */
  readonly machine: MachineForm;
  /** What snapshots call the machine; empty while it follows the address. */
  readonly hostname: string;
  /** One a line. */
  readonly paths: string;
  /** One a line. */
  readonly excludes: string;
  readonly excludeCaches: boolean;
  /** In MB a second; empty for no limit. */
  readonly speed: string;
  readonly program: string;
  /** One a line. */
  readonly arguments: string;
  readonly fileName: string;
  /** Whether the server of databases is reached through another machine. */
  readonly isThrough: boolean;
  readonly by: "network" | "socket";
  readonly address: string;
  readonly port: string;
  readonly socket: string;
  readonly user: string;
  /** Empty: the one that is kept. */
  readonly password: string;
  readonly hasAllDatabases: boolean;
  /** One a line. */
  readonly databases: string;
  readonly tls: DatabaseDraft["tls"];
  readonly caFile: string;
  readonly programFolder: string;
  readonly silentMinutes: string;
};
export type SourceField = keyof SourceForm | `machine.${MachineField}`;

const PORTS: Readonly<Record<DatabaseKind, string>> = { postgresql: "5432", mariadb: "3306" };
const USERS: Readonly<Record<DatabaseKind, string>> = { postgresql: "postgres", mariadb: "root" };
const ICONS: Readonly<Record<SourceKind, SourceDraft["icon"]>> = {
  ...{ files: "folder", sftp: "server", command: "server", postgresql: "database", mariadb: "database" },
};
const SILENT_MINUTES = "10";
const MB = 1_000_000;
const UNNAMED = "unnamed";

const EMPTY: SourceForm = {
  ...{ kind: "files", name: "", icon: "folder", files: NEW_SOURCE },
  ...{ machine: EMPTY_MACHINE, hostname: "", paths: "", excludes: "", excludeCaches: true, speed: "" },
  ...{ program: "", arguments: "", fileName: "" },
  ...{ isThrough: false, by: "network", address: "localhost", port: "", socket: "", user: "", password: "" },
  ...{ hasAllDatabases: true, databases: "", tls: "offered", caFile: "", programFolder: "" },
  silentMinutes: SILENT_MINUTES,
};

export function formOf(source: Source | undefined): SourceForm {
  if (source === undefined) return EMPTY;
  const { kind, name, icon } = source;
  if (source.kind === "files") {
    const { id: _, ...files } = source;
    return { ...EMPTY, kind, name, icon, files };
  }
  if (source.kind === "sftp") {
    const { machine, hostname, paths, excludes, excludeCaches, bytesPerSecond } = source;
    return {
      ...{ ...EMPTY, kind, name, icon, machine: machineFormOf(machine), hostname, excludeCaches },
      ...{ paths: paths.join("\n"), excludes: excludes.join("\n") },
      speed: bytesPerSecond === null ? "" : String(bytesPerSecond / MB),
    };
  }
  const common = { ...EMPTY, kind, name, icon, silentMinutes: String(source.silentMinutes) };
  if (source.kind === "command") {
    const { program, fileName } = source;
    return { ...common, program, fileName, arguments: source.arguments.join("\n") };
  }
  const { server, through, user, tls, caFile, programFolder, databases } = source;
  return {
    ...{ ...common, user, tls, by: server.by, databases: databases.join("\n") },
    ...{ hasAllDatabases: databases.length === 0, caFile: caFile ?? "", programFolder: programFolder ?? "" },
    ...(through == null ? {} : { isThrough: true, machine: machineFormOf(through) }),
    ...(server.by === "network"
      ? { address: server.address, port: String(server.port) }
      : { socket: server.path }),
  };
}

/** What is usual for a kind comes with it, where nobody has written anything else. */
export function withKind(form: SourceForm, kind: SourceKind): SourceForm {
  const isOld = (text: string, usual: Readonly<Record<DatabaseKind, string>>) =>
    text === "" || Object.values(usual).includes(text);
  const isUsualIcon = form.icon === ICONS[form.kind];
  const usual =
    kind === "postgresql" || kind === "mariadb" ? { port: PORTS[kind], user: USERS[kind] } : undefined;
  return {
    ...form,
    kind,
    icon: isUsualIcon ? ICONS[kind] : form.icon,
    ...(usual !== undefined && isOld(form.port, PORTS) ? { port: usual.port } : {}),
    ...(usual !== undefined && isOld(form.user, USERS) ? { user: usual.user } : {}),
  };
}

/**
 * @param source what is edited, whose secrets need not be typed again; undefined for a new one
 * @returns the draft; or the fields that are missing or wrong, the first one first
 */
export function draftOfForm(
  form: SourceForm,
  source?: Source,
): { readonly draft: SourceDraft } | { readonly wrong: readonly SourceField[] } {
  const { kind, name, icon } = form;
  switch (kind) {
    case "files": {
      const draft = { ...form.files, name, icon };
      const wrong: SourceField[] = [
        ...(name.trim() === "" ? (["name"] as const) : []),
        ...(draft.paths.length === 0 ? (["files"] as const) : []),
      ];
      return wrong.length === 0 ? { draft } : { wrong };
    }
    case "sftp": {
      const { machine, wrong } = machineOfForm(form.machine, knownMachineOf(source));
      const speed = form.speed.trim().replace(",", ".");
      return checked(
        SftpDraft.safeParse({
          ...{ kind, name, icon, machine, paths: pathsOfForm(form.paths) },
          // without an address that is what is missing, and not the name as well
          hostname: form.hostname.trim() || hostnameOf(form.machine.address) || UNNAMED,
          ...{ excludes: excludesFromText(form.excludes), excludeCaches: form.excludeCaches },
          bytesPerSecond: speed === "" ? null : Math.round(decimalOf(speed) * MB),
        }),
        form,
        wrong,
      );
    }
    case "command":
      return checked(
        CommandDraft.safeParse({
          ...{ kind, name, icon, program: form.program.trim(), arguments: linesOf(form.arguments, false) },
          ...{ fileName: form.fileName, silentMinutes: numberOf(form.silentMinutes) },
        }),
        form,
      );
    case "postgresql":
    case "mariadb": {
      const { machine, wrong } = machineOfForm(form.machine, knownMachineOf(source));
      return checked(
        DatabaseDraft.safeParse({
          ...{ kind, name, icon, user: form.user, tls: form.tls },
          ...(form.isThrough ? { through: machine } : {}),
          server:
            form.by === "network"
              ? { by: form.by, address: form.address, port: numberOf(form.port) }
              : { by: form.by, path: form.socket.trim() },
          caFile: form.caFile.trim() === "" ? null : form.caFile.trim(),
          databases: form.hasAllDatabases ? [] : databasesOf(form.databases),
          programFolder: form.programFolder.trim() === "" ? null : form.programFolder.trim(),
          silentMinutes: numberOf(form.silentMinutes),
        }),
        form,
        form.isThrough ? wrong : [],
      );
    }
  }
}

/** What is typed and signs in; what is left empty stays as it is kept. */
export function secretsTyped({ kind, password, machine, isThrough }: SourceForm): SourceSecrets {
  const isOfDatabase = kind === "postgresql" || kind === "mariadb";
  const ofMachine = kind === "sftp" || (isOfDatabase && isThrough) ? secretsOfForm(machine) : {};
  return {
    ...(isOfDatabase && password !== "" ? { password } : {}),
    ...(Object.keys(ofMachine).length === 0 ? {} : { machine: ofMachine }),
  };
}

/** The machine of a source that is edited. */
export function knownMachineOf(source: Source | undefined): KnownMachine | undefined {
  const machine = source === undefined ? undefined : machineOf(source);
  if (source === undefined || machine === undefined) return undefined;
  return { machine, kept: ("keptOfMachine" in source ? source.keptOfMachine : undefined) ?? [] };
}

export function pathsOfForm(text: string): string[] {
  return [...new Set(linesOf(text, true))];
}

/** Whether only the password that is kept would not do: it is for one server and user. */
export function needsPassword(form: SourceForm, source: Source | undefined): boolean {
  if (source === undefined || !isDatabase(source) || !source.hasPassword) return true;
  const before = formOf(source);
  const fields = ["kind", "by", "address", "port", "socket", "user", "isThrough"] as const;
  if (fields.some((field) => before[field] !== form[field])) return true;
  // behind another machine the same address is another server
  const { address, port } = form.machine;
  return form.isThrough && (address !== before.machine.address || port !== before.machine.port);
}

/** How snapshots call a machine that nobody has given a name. */
export function hostnameOf(address: string): string {
  return address.trim().replaceAll(/[/\\\s]/g, "");
}

const FIELDS: Readonly<Record<string, SourceField>> = { path: "socket", bytesPerSecond: "speed" };

function checked<T extends SourceDraft>(
  parsed: z.ZodSafeParseResult<T>,
  form: SourceForm,
  wrongOfMachine: readonly MachineField[] = [],
): { readonly draft: SourceDraft } | { readonly wrong: readonly SourceField[] } {
  const ofMachine = wrongOfMachine.map((field) => `machine.${field}` as const);
  if (parsed.success && ofMachine.length === 0) {
    const { data } = parsed;
    const isEmptyList = isDatabase(data) && !form.hasAllDatabases && data.databases.length === 0;
    return isEmptyList ? { wrong: ["databases"] } : { draft: data };
  }
  const wrong = (parsed.error?.issues ?? []).flatMap(({ path }) => {
    if (path[0] === "machine" || path[0] === "through") return ofMachine;
    const field = String(path[0] === "server" ? (path[1] ?? "address") : path[0]);
    return FIELDS[field] ?? (field as SourceField);
  });
  return { wrong: [...new Set([...wrong, ...ofMachine])] };
}

function numberOf(text: string): number {
  return /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
}

function decimalOf(text: string): number {
  return /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function databasesOf(text: string): string[] {
  return [...new Set(linesOf(text, true))];
}

/** @param isTrimmed an argument may begin or end with a space, a name hardly does */
function linesOf(text: string, isTrimmed: boolean): string[] {
  const lines = text.split(/\r?\n/).map((line) => (isTrimmed ? line.trim() : line));
  return lines.filter((line) => line !== "");
}
