/** A source as the command line describes it. */
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { BackstayError } from "../../shared/errors.ts";
import {
  type CommandDraft,
  DATABASE_TLS,
  type DatabaseDraft,
  type DatabaseKind,
  type FilesDraft,
  type SftpDraft,
  SourceDraft,
  type SourceKind,
} from "../../shared/model/source.ts";
import {
  addMachineFlags,
  type MachineFlags,
  machineOfFlags,
  SIGN_IN_FLAGS,
  throughOfFlags,
} from "./machine-flags.ts";
import { required } from "./named-repository.ts";
import { parseCount } from "./parse-count.ts";
import { collect } from "./repeatable.ts";

export const SOURCE_KINDS = [
  "files",
  "sftp",
  "command",
  "postgresql",
  "mariadb",
] as const satisfies readonly SourceKind[];

/** What only sources of one kind have. */
type KindFlags = MachineFlags & {
  readonly exclude: readonly string[];
  readonly excludeCaches?: boolean;
  readonly oneFileSystem?: boolean;
  readonly asOfOneMoment?: boolean;
  readonly program?: string;
  readonly fileName?: string;
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user?: string;
  readonly database: readonly string[];
  readonly tls?: DatabaseDraft["tls"];
  readonly caFile?: string;
  readonly programFolder?: string;
  readonly silentMinutes?: number;
};

export type SourceFlags = KindFlags & {
  readonly name?: string;
  readonly plan?: string;
  /** False after `--no-password`. */
  readonly password?: boolean;
  readonly untested?: boolean;
};

const DATABASE_FLAGS = [
  ...(["host", "port", "socket", "user", "database", "tls", "caFile", "programFolder"] as const),
  ...(["silentMinutes", "through", ...SIGN_IN_FLAGS] as const),
] as const;
const FLAGS_OF: Readonly<Record<SourceKind, readonly (keyof KindFlags)[]>> = {
  files: ["exclude", "excludeCaches", "oneFileSystem", "asOfOneMoment"],
  sftp: [
    ...(["host", "port", "user", "exclude", "excludeCaches", "machineName", "limitRead"] as const),
    ...SIGN_IN_FLAGS,
  ],
  command: ["program", "fileName", "silentMinutes"],
  postgresql: DATABASE_FLAGS,
  mariadb: DATABASE_FLAGS,
};
const USUAL_PORTS: Readonly<Record<DatabaseKind, number>> = { postgresql: 5432, mariadb: 3306 };
const USUAL_SILENT_MINUTES = 10;

/** What is wrong in a draft, as the command line calls it. */
const CALLED: Readonly<Record<string, string>> = {
  ...{ name: "name", paths: "path", excludes: "--exclude", program: "--program", arguments: "program" },
  ...{ fileName: "--file-name", user: "--user", caFile: "--ca-file", databases: "--database" },
  ...{ programFolder: "--program-folder", silentMinutes: "--silent-minutes" },
  ...{ hostname: "--machine-name", bytesPerSecond: "--limit-read" },
};

export function addSourceFlags(command: Command): void {
  command
    .option("--name <name>", "for edit, what it is called from now on")
    .option("--plan <plan>", "for add and edit, name or id of a plan that is to save it too")
    .option(
      "--exclude <pattern>",
      "files and sftp: leave out what fits; may be given several times",
      collect,
      [],
    )
    .option("--exclude-caches", "files and sftp: leave out folders that say themselves that they are caches")
    .option("--no-exclude-caches", "files and sftp: do not")
    .option("--one-file-system", "files: do not cross into other file systems")
    .option("--no-one-file-system", "files: do")
    .option("--as-of-one-moment", "files: read all as of one moment, where their file systems can do that")
    .option("--no-as-of-one-moment", "files: read each when its turn comes")
    .option("--program <path>", "command: the program's whole path; its arguments stand behind --")
    .option("--file-name <name>", "command: what its output is called in the snapshot")
    .option("--host <address>", "databases and sftp: where the server is")
    .option("--port <port>", "databases and sftp: its port, where it is not the usual one", parseCount)
    .option("--socket <path>", "databases: its socket, or the folder of it, instead of an address")
    .option("--user <name>", "databases and sftp: who signs in")
    .option("--no-password", "databases: sign in without a password; none is asked for")
    .option("--database <name>", "databases: only this one; may be given several times", collect, [])
    .addOption(
      new Option(
        "--tls <how>",
        "databases: encrypted where the server can (unless told otherwise), always, or also proved by its certificate",
      ).choices(DATABASE_TLS),
    )
    .option("--ca-file <file>", "databases: file of certificates to trust besides")
    .option("--program-folder <folder>", "databases: where their programs lie; the newest that is found")
    .option(
      "--silent-minutes <count>",
      "command and databases: end a program that gave nothing for so long; 10 unless told otherwise",
      parseCount,
    )
    .option("--untested", "databases and sftp: keep it without trying it first");
  addMachineFlags(command);
}

/**
 * @param rest folders and files, or the arguments of the program
 * @param before what is to be changed; what is not said stays as it is there
 * @throws {BackstayError} USAGE
 */
export function readSourceDraft(
  {
    kind,
    name,
    rest,
  }: { readonly kind: SourceKind; readonly name: string; readonly rest: readonly string[] },
  flags: SourceFlags,
  before: SourceDraft | undefined,
): SourceDraft {
  refuseOthers(kind, flags);
  const draft = { ...draftOf(kind, rest, flags, before), name };
  const checked = SourceDraft.safeParse(draft);
  if (checked.success) return checked.data;
  const [field = "", at] = checked.error.issues[0]?.path ?? [];
  const value: unknown = (draft as Readonly<Record<string, unknown>>)[String(field)];
  if (field === "server") throw wrongServer(draft);
  const said = Array.isArray(value) && typeof at === "number" ? value[at] : value;
  throw usage("value-invalid", String(said), CALLED[String(field)] ?? String(field), "");
}

function draftOf(
  kind: SourceKind,
  rest: readonly string[],
  flags: SourceFlags,
  before: SourceDraft | undefined,
):
  | Omit<FilesDraft, "name">
  | Omit<SftpDraft, "name">
  | Omit<CommandDraft, "name">
  | Omit<DatabaseDraft, "name"> {
  switch (kind) {
    case "files":
      return filesDraft(rest, flags, before?.kind === kind ? before : undefined);
    case "sftp":
      return sftpDraft(rest, flags, before?.kind === kind ? before : undefined);
    case "command":
      return commandDraft(rest, flags, before?.kind === kind ? before : undefined);
    case "postgresql":
    case "mariadb":
      if (rest[0] !== undefined) throw usage("too-many", rest[0]);
      return databaseDraft(kind, flags, before?.kind === kind ? before : undefined);
  }
}

function filesDraft(
  rest: readonly string[],
  { exclude, excludeCaches, oneFileSystem, asOfOneMoment }: SourceFlags,
  before: FilesDraft | undefined,
): Omit<FilesDraft, "name"> {
  if (before === undefined && rest.length === 0) throw usage("argument-missing", "path");
  return {
    ...{ icon: "folder", ...before, kind: "files" },
    // the Backstay that runs is in another folder
    paths: rest.length > 0 ? rest.map((path) => resolve(path)) : (before?.paths ?? []),
    excludes: listed(exclude) ?? before?.excludes ?? [],
    excludeCaches: excludeCaches ?? before?.excludeCaches ?? false,
    oneFileSystem: oneFileSystem ?? before?.oneFileSystem ?? false,
    ...(asOfOneMoment === undefined ? {} : { asOfOneMoment }),
  };
}

function sftpDraft(
  rest: readonly string[],
  flags: SourceFlags,
  before: SftpDraft | undefined,
): Omit<SftpDraft, "name"> {
  if (before === undefined && rest.length === 0) throw usage("argument-missing", "path");
  const { host: address, port, user, exclude, excludeCaches, machineName, limitRead } = flags;
  const machine = machineOfFlags({ address, port, user }, flags, before?.machine, "");
  const isNamedByAddress = before === undefined || before.hostname === before.machine.address;
  return {
    ...{ icon: "server", ...before, kind: "sftp", machine },
    hostname: machineName || (isNamedByAddress || machineName === "" ? machine.address : before.hostname),
    paths: rest.length > 0 ? [...rest] : (before?.paths ?? []),
    excludes: listed(exclude) ?? before?.excludes ?? [],
    excludeCaches: excludeCaches ?? before?.excludeCaches ?? false,
    bytesPerSecond: limitRead === undefined ? (before?.bytesPerSecond ?? null) : limitRead || null,
  };
}

/** A program and its arguments are one thing: who names the one names the other. */
function commandDraft(
  rest: readonly string[],
  { program, fileName, silentMinutes }: SourceFlags,
  before: CommandDraft | undefined,
): Omit<CommandDraft, "name"> {
  const isNamed = program !== undefined || rest.length > 0;
  return {
    ...{ icon: "server", ...before, kind: "command" },
    program: program ?? before?.program ?? required(undefined, "--program"),
    arguments: isNamed ? [...rest] : (before?.arguments ?? []),
    fileName: fileName ?? before?.fileName ?? required(undefined, "--file-name"),
    silentMinutes: silentMinutes ?? before?.silentMinutes ?? USUAL_SILENT_MINUTES,
  };
}

function databaseDraft(
  kind: DatabaseKind,
  flags: SourceFlags,
  before: DatabaseDraft | undefined,
): Omit<DatabaseDraft, "name"> {
  const { user, tls, caFile, database, programFolder, silentMinutes } = flags;
  const through = throughOfFlags(flags, before?.through);
  return {
    ...{ icon: "database", ...before, kind, server: serverOf(kind, flags, before, through != null) },
    ...(through === undefined ? {} : { through }),
    user: user ?? before?.user ?? required(undefined, "--user"),
    tls: tls ?? before?.tls ?? "offered",
    caFile: caFile === undefined ? (before?.caFile ?? null) : caFile === "" ? null : resolve(caFile),
    databases: listed(database) ?? before?.databases ?? [],
    programFolder: programFolder === undefined ? (before?.programFolder ?? null) : programFolder || null,
    silentMinutes: silentMinutes ?? before?.silentMinutes ?? USUAL_SILENT_MINUTES,
  };
}

function serverOf(
  kind: DatabaseKind,
  { host, port, socket }: SourceFlags,
  before: DatabaseDraft | undefined,
  isElsewhere: boolean,
): DatabaseDraft["server"] {
  if (socket !== undefined) {
    const other = host !== undefined ? "--host" : port !== undefined ? "--port" : undefined;
    if (other !== undefined) throw usage("both-given", "--socket", other);
    return { by: "socket", path: isElsewhere ? socket : resolve(socket) };
  }
  const known = before?.server;
  if (host === undefined && port === undefined && known !== undefined) return known;
  const there = known?.by === "network" ? known : undefined;
  return {
    by: "network",
    address: host ?? there?.address ?? required(undefined, "--host"),
    port: port ?? there?.port ?? USUAL_PORTS[kind],
  };
}

/** @returns undefined where nothing was said; one empty text says that there shall be none */
function listed(given: readonly string[]): string[] | undefined {
  return given.length === 0 ? undefined : given.filter((one) => one !== "");
}

/** What would be passed over in silence was meant all the same. */
function refuseOthers(kind: SourceKind, flags: SourceFlags): void {
  const isGiven = (flag: keyof KindFlags) => {
    const value = flags[flag];
    return Array.isArray(value) ? value.length > 0 : value !== undefined;
  };
  const all = new Set(Object.values(FLAGS_OF).flat());
  const other = [...all].find((flag) => !FLAGS_OF[kind].includes(flag) && isGiven(flag));
  if (other === undefined) return;
  const written = `--${other.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw usage("flag-of-other-kind", written, kind);
}

function wrongServer(draft: object) {
  const { server } = draft as Pick<DatabaseDraft, "server">;
  if (server.by === "socket") return usage("value-invalid", server.path, "--socket", "");
  const isPort = server.port > 65_535;
  return isPort
    ? usage("value-invalid", String(server.port), "--port", "1-65535")
    : usage("value-invalid", server.address, "--host", "");
}

function usage(
  problem: "too-many" | "argument-missing" | "value-invalid" | "both-given" | "flag-of-other-kind",
  ...about: readonly string[]
) {
  return new BackstayError("USAGE", { problem, about });
}
