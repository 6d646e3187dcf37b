/** What is protected: files of this computer or of another machine, what a program writes, or databases. */
import { z } from "zod";
import { HostAddress, Port, UserName } from "./host-place.ts";
import { Bytes, LocalPath, Name, Secret, SourceIdText } from "./primitives.ts";
import { machineText, SSH_SECRETS, SshMachine, SshSecrets } from "./ssh-machine.ts";

export const SOURCE_ICONS = ["documents", "photos", "database", "server", "folder", "mail"] as const;
export const SourceIcon = z.enum(SOURCE_ICONS);

const look = { name: Name, icon: SourceIcon };

export const FilesDraft = z.strictObject({
  kind: z.literal("files"),
  ...look,
  paths: z.array(LocalPath).min(1).max(1000),
  /** restic's patterns. */
  excludes: z.array(z.string().min(1).max(4096)).max(1000),
  /** Leave out folders that say themselves that they are caches. */
  excludeCaches: z.boolean(),
  /** Do not cross into other file systems. */
  oneFileSystem: z.boolean(),
  /** Read everything as of one moment, where its file systems can do that. Not in sources of an older Backstay. */
  asOfOneMoment: z.boolean().optional(),
  /** Read SQLite databases as of one moment, though programs write to them meanwhile. */
  consistentSqlite: z.boolean().optional(),
});
export type FilesDraft = z.infer<typeof FilesDraft>;

/** As the machine's own system writes it for SFTP, from its root on; on Windows `/C:/Users`. */
const MachinePath = z
  .string()
  .max(4096)
  .regex(/^\/\P{C}*$/u);

/** Folders of a server or NAS, read over SFTP. */
export const SftpDraft = z.strictObject({
  kind: z.literal("sftp"),
  ...look,
  machine: SshMachine,
  /** What snapshots call the machine. */
  hostname: z
    .string()
    .trim()
    .min(1)
    .max(253)
    .regex(/^[^\s/\\\p{C}]+$/u),
  paths: z.array(MachinePath).min(1).max(1000),
  /** restic's patterns. */
  excludes: z.array(z.string().min(1).max(4096)).max(1000),
  /** Leave out folders that say themselves that they are caches. */
  excludeCaches: z.boolean(),
  /** What is read of it in a second at most; null for no limit. */
  bytesPerSecond: Bytes.min(1024).nullable(),
});
export type SftpDraft = z.infer<typeof SftpDraft>;

/** One that a program can be given: no zero byte, and of a length that systems take. */
const Argument = z
  .string()
  .max(4096)
  .refine((text) => !text.includes("\0"), "holds a zero byte");

/** Of a file at the top of a snapshot. */
const FileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^(?!\.{1,2}$)[^/\\\p{C}]+$/u);

/** Then it is ended, with all that it started: nobody waits for ever for what says nothing. */
const SilentMinutes = z.int().min(1).max(1440);

export const CommandDraft = z.strictObject({
  kind: z.literal("command"),
  ...look,
  /** Run with its arguments as they are, without a shell. */
  program: Argument.min(1),
  arguments: z.array(Argument).max(50),
  /** What its output is called in the snapshot. */
  fileName: FileName,
  silentMinutes: SilentMinutes,
});
export type CommandDraft = z.infer<typeof CommandDraft>;

export const DATABASE_KINDS = ["postgresql", "mariadb"] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

export const DATABASE_TITLES: Readonly<Record<DatabaseKind, string>> = {
  postgresql: "PostgreSQL",
  mariadb: "MariaDB",
};

/** `socket`: the folder of the socket of PostgreSQL, the socket itself of MariaDB. */
export const DatabaseServer = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("network"), address: HostAddress, port: Port }),
  z.strictObject({ by: z.literal("socket"), path: LocalPath }),
]);
export type DatabaseServer = z.infer<typeof DatabaseServer>;

/** As far as servers take names: PostgreSQL 63 bytes, MariaDB 64 characters. */
export const DatabaseName = z
  .string()
  .min(1)
  .max(64)
  .regex(/^\P{Cc}+$/u);

/** `offered`: encrypted where the server can. `verified`: its certificate has to be of a known authority, and its own. */
export const DATABASE_TLS = ["offered", "required", "verified"] as const;

export const DatabaseDraft = z.strictObject({
  kind: z.enum(DATABASE_KINDS),
  ...look,
  server: DatabaseServer,
  /** The machine through whose SSH the server is reached, and on which its address or socket is; null or absent for none. */
  through: SshMachine.nullable().optional(),
  user: UserName,
  tls: z.enum(DATABASE_TLS),
  /** File of certificates to trust besides, on the machine the engine runs on. */
  caFile: LocalPath.nullable(),
  /** None: all there are, also those that come. */
  databases: z.array(DatabaseName).max(1000),
  /** Where the programs of the database lie; null: the newest that is found. */
  programFolder: LocalPath.nullable(),
  silentMinutes: SilentMinutes,
});
export type DatabaseDraft = z.infer<typeof DatabaseDraft>;

/** What a person fills in. */
export const SourceDraft = z.discriminatedUnion("kind", [FilesDraft, SftpDraft, CommandDraft, DatabaseDraft]);
export type SourceDraft = z.infer<typeof SourceDraft>;
export type SourceKind = SourceDraft["kind"];

/** What is left out stays as it is kept, as long as it is for the same server and user. */
export const SourceSecrets = z.strictObject({
  /** Of a server of databases. */
  password: Secret.optional(),
  /** Of the machine that is reached over SSH. */
  machine: SshSecrets.optional(),
});
export type SourceSecrets = z.infer<typeof SourceSecrets>;

const saved = { id: SourceIdText };
/** Which secrets there are of the machine that is reached over SSH. */
const keptOfMachine = z.array(z.enum(SSH_SECRETS));
export const FilesSource = FilesDraft.extend(saved);
export type FilesSource = z.infer<typeof FilesSource>;
export const CommandSource = CommandDraft.extend(saved);
export type CommandSource = z.infer<typeof CommandSource>;
export const SftpSource = SftpDraft.extend({ ...saved, keptOfMachine });
export type SftpSource = z.infer<typeof SftpSource>;
export const DatabaseSource = DatabaseDraft.extend({
  ...{ ...saved, hasPassword: z.boolean() },
  /** Not in sources of an older Backstay. */
  keptOfMachine: keptOfMachine.optional(),
});
export type DatabaseSource = z.infer<typeof DatabaseSource>;

/** What is protected. */
export const Source = z.discriminatedUnion("kind", [FilesSource, SftpSource, CommandSource, DatabaseSource]);
export type Source = z.infer<typeof Source>;

/** The folders and files of this computer that a source reads. */
export function localPathsOf(source: SourceDraft): readonly string[] {
  return source.kind === "files" ? source.paths : [];
}

/** What a source saves, as a person would write it: paths, the program with its arguments, or the server. */
export function contentsOf(source: SourceDraft): readonly string[] {
  switch (source.kind) {
    case "files":
      return source.paths;
    case "sftp":
      return source.paths.map((path) => `${machineText(source.machine)}:${path}`);
    case "command":
      return [[source.program, ...source.arguments].join(" ")];
    case "postgresql":
    case "mariadb":
      return source.databases.length === 0
        ? [`${DATABASE_TITLES[source.kind]} ${whereText(source)}`]
        : source.databases.map((name) => `${name} @ ${whereText(source)}`);
  }
}

/** Where a server of databases is, with the machine through which it is reached. */
export function whereText({ server, through }: Pick<DatabaseDraft, "server" | "through">): string {
  return through == null ? serverText(server) : `${serverText(server)} (${machineText(through)})`;
}

/** The machine that a source is reached through over SSH. */
export function machineOf(source: SourceDraft): SshMachine | undefined {
  if (source.kind === "sftp") return source.machine;
  return isDatabase(source) ? (source.through ?? undefined) : undefined;
}

export function serverText(server: DatabaseServer): string {
  if (server.by === "socket") return server.path;
  return server.address.includes(":")
    ? `[${server.address}]:${server.port}`
    : `${server.address}:${server.port}`;
}

export function isDatabase(source: Source): source is DatabaseSource;
export function isDatabase(source: SourceDraft): source is DatabaseDraft;
export function isDatabase({ kind }: Pick<SourceDraft, "kind">): boolean {
  return kind === "postgresql" || kind === "mariadb";
}
