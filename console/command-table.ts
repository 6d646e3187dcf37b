import type { DefineCommand } from "./define-command.ts";

type Entry = {
  readonly name: string;
  readonly summary: string;
  /** Only the command that is asked for is loaded: starting stays quick. */
  readonly load: () => Promise<DefineCommand>;
};

/** In the order in which help lists them. */
export const COMMANDS: readonly Entry[] = [
  {
    name: "init",
    summary: "make a repository",
    load: async () => (await import("./commands/init.ts")).defineInit,
  },
  {
    name: "backup",
    summary: "back up files and folders",
    load: async () => (await import("./commands/backup.ts")).defineBackup,
  },
  {
    name: "snapshots",
    summary: "list the snapshots",
    load: async () => (await import("./commands/snapshots.ts")).defineSnapshots,
  },
  {
    name: "ls",
    summary: "list what a snapshot holds",
    load: async () => (await import("./commands/ls.ts")).defineLs,
  },
  {
    name: "find",
    summary: "find files by name in all snapshots",
    load: async () => (await import("./commands/find.ts")).defineFind,
  },
  {
    name: "diff",
    summary: "compare two snapshots",
    load: async () => (await import("./commands/diff.ts")).defineDiff,
  },
  {
    name: "dump",
    summary: "write one file, or a folder as an archive, to standard output",
    load: async () => (await import("./commands/dump.ts")).defineDump,
  },
  {
    name: "restore",
    summary: "restore files and folders",
    load: async () => (await import("./commands/restore.ts")).defineRestore,
  },
  {
    name: "check",
    summary: "check that everything is there and whole",
    load: async () => (await import("./commands/check.ts")).defineCheck,
  },
  {
    name: "forget",
    summary: "remove snapshots, by rules or by name",
    load: async () => (await import("./commands/forget.ts")).defineForget,
  },
  {
    name: "prune",
    summary: "remove data that no snapshot needs",
    load: async () => (await import("./commands/prune.ts")).definePrune,
  },
  {
    name: "rebuild-index",
    summary: "make the index anew from the packs",
    load: async () => (await import("./commands/rebuild-index.ts")).defineRebuildIndex,
  },
  {
    name: "replicate",
    summary: "copy to a repository what another replica of it has",
    load: async () => (await import("./commands/replicate.ts")).defineReplicate,
  },
  {
    name: "heal",
    summary: "mend what is damaged from another replica",
    load: async () => (await import("./commands/heal.ts")).defineHeal,
  },
  {
    name: "stats",
    summary: "count files and sizes",
    load: async () => (await import("./commands/stats.ts")).defineStats,
  },
  {
    name: "key",
    summary: "list, add, remove and change passwords",
    load: async () => (await import("./commands/key.ts")).defineKey,
  },
  {
    name: "unlock",
    summary: "remove locks that crashed programs left",
    load: async () => (await import("./commands/unlock.ts")).defineUnlock,
  },
  {
    name: "cat",
    summary: "print what the repository holds inside",
    load: async () => (await import("./commands/cat.ts")).defineCat,
  },
  {
    name: "console",
    summary: "run Backstay and serve its pages to a browser",
    load: async () => (await import("./commands/console.ts")).defineConsole,
  },
  {
    name: "service",
    summary: "let Backstay run all the time",
    load: async () => (await import("./commands/service.ts")).defineService,
  },
  {
    name: "status",
    summary: "say whether everything is protected",
    load: async () => (await import("./commands/status.ts")).defineStatus,
  },
  {
    name: "alerts",
    summary: "list alerts, or acknowledge them",
    load: async () => (await import("./commands/alerts.ts")).defineAlerts,
  },
  {
    name: "pin",
    summary: "list, add or remove snapshots that no plan removes",
    load: async () => (await import("./commands/pin.ts")).definePin,
  },
  {
    name: "health",
    summary: "say how disks and arrays are",
    load: async () => (await import("./commands/health.ts")).defineHealth,
  },
  {
    name: "hosts",
    summary: "list, add, remove or try the hosts whose disks are watched",
    load: async () => (await import("./commands/hosts.ts")).defineHosts,
  },
  {
    name: "replicas",
    summary: "list, add, adopt or remove the replicas of a repository",
    load: async () => (await import("./commands/replicas.ts")).defineReplicas,
  },
  {
    name: "failover",
    summary: "show which replica is active, or move backups to another",
    load: async () => (await import("./commands/failover.ts")).defineFailover,
  },
  {
    name: "drill",
    summary: "rehearse a restore or a failover, and read what came of it",
    load: async () => (await import("./commands/drill.ts")).defineDrill,
  },
  {
    name: "gateway",
    summary: "keep one address in front of the machines that hold the replicas",
    load: async () => (await import("./commands/gateway.ts")).defineGateway,
  },
  {
    name: "hooks",
    summary: "say what is done when backups move to another replica",
    load: async () => (await import("./commands/hooks.ts")).defineHooks,
  },
  {
    name: "plan-hooks",
    summary: "say what is run before and after each backup of a plan",
    load: async () => (await import("./commands/plan-hooks.ts")).definePlanHooks,
  },
  {
    name: "audit",
    summary: "show what was done and by whom, and prove that the record is whole",
    load: async () => (await import("./commands/audit.ts")).defineAudit,
  },
  {
    name: "sources",
    summary: "list, add, change, try or remove what plans save",
    load: async () => (await import("./commands/sources.ts")).defineSources,
  },
  {
    name: "databases",
    summary: "list databases, or make one of its backup again",
    load: async () => (await import("./commands/databases.ts")).defineDatabases,
  },
  {
    name: "run",
    summary: "start a plan and show its progress",
    load: async () => (await import("./commands/run.ts")).defineRun,
  },
  {
    name: "version",
    summary: "print the version",
    load: async () => (await import("./commands/version.ts")).defineVersion,
  },
];
