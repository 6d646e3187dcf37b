import { Argument } from "commander";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { contentsOf, type Source } from "../../shared/model/source.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withHost } from "../host-client/with-host.ts";
import { sayKey } from "../options/compare-key.ts";
import { required } from "../options/named-repository.ts";
import { findSource } from "../options/named-source.ts";
import { addSourceFlags, type SourceFlags } from "../options/source-draft.ts";
import { showTrial } from "../output/show-trial.ts";
import { sourceJson, works } from "../output/source-json.ts";
import { formatTable } from "../output/table.ts";
import { sourceConsoleWords } from "../words/source-words.ts";
import { addSource, draftOf, editSource } from "./save-source.ts";

const ACTIONS = ["list", "add", "edit", "try", "remove"] as const;
type Action = (typeof ACTIONS)[number];

/** More of what a source saves is counted. */
const SHOWN_LINES = 3;

export const defineSources: DefineCommand = (command, run) => {
  command
    .description(
      "Lists what the Backstay that runs on this computer saves, or adds, changes, tries or removes such a source: files, folders of a server or NAS over SFTP, what a program writes, or databases of PostgreSQL and MariaDB, also behind another machine. A database and another machine are tried first, and kept only when all could be read. Passwords are asked for, or come from --password-file or --password-command; - is standard input, and $BACKSTAY_PASSWORD_FILE is not heeded. The key of another machine is pinned once it was compared. Edit changes what is said and leaves the rest; '' stands for none. Removing a source leaves its snapshots. Try ends with status 1 when not all of it can be backed up.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("list"))
    .argument(
      "[what...]",
      "for add, the kind (files, sftp, command, postgresql or mariadb) and a name; otherwise the name; behind it, for files and sftp, the folders and files, and for a command, its arguments after --",
    );
  addSourceFlags(command);
  command
    .addHelpText(
      "after",
      formatExamples([
        ["What is saved?", "backstay sources"],
        [
          "All databases of a server, in a plan there is",
          "backstay sources add postgresql Books --host db.example --user backup --plan Nightly",
        ],
        [
          "Two databases of this computer, by its socket",
          "backstay sources add mariadb Shop --socket /run/mysqld/mysqld.sock --user backup --database shop --database crm",
        ],
        [
          "What a program writes",
          "backstay sources add command Mail --program /usr/bin/slapcat --file-name mail.ldif -- -n 1",
        ],
        [
          "Folders of a NAS",
          "backstay sources add sftp Projects --host nas.office.lan --user backup /volume1/projects",
        ],
        [
          "A database that only its own machine reaches",
          "backstay sources add mariadb Wiki --through backup@web.example --host localhost --user backup",
        ],
        ["A folder", "backstay sources add files Documents /home/anna/documents --exclude '*.tmp'"],
        ["Does it still work?", "backstay sources try Books"],
        ["A new password", "backstay sources edit Books --password-file new.txt"],
      ]),
    )
    .action((action: Action, what: readonly string[], flags: SourceFlags) =>
      run(command, (context) => withHost(context, (host) => work(host, action, what, flags, context))),
    );
};

async function work(
  host: HostConnection,
  action: Action,
  what: readonly string[],
  flags: SourceFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const [name, ...others] = what;
  const needless = action === "list" ? name : others[0];
  switch (action) {
    case "add":
      return await addSource(host, what, flags, context);
    case "edit":
      return await editSource(host, what, flags, context);
    case "list":
    case "try":
    case "remove":
      if (needless !== undefined)
        throw new BackstayError("USAGE", { problem: "too-many", about: [needless] });
      if (action === "list") return await list(host, context);
      return await (action === "try" ? tryOut : remove)(host, required(name, "name"), context);
  }
}

async function list(host: HostConnection, { output, language }: CommandContext): Promise<ExitCode> {
  const say = sourceConsoleWords[language];
  const { sources } = await host.call("sources.list", {});
  const { plans } = await host.call("plans.list", {});
  const plansOf = ({ id }: Source) =>
    plans.filter(({ plan }) => plan.sourceIds.includes(id)).map(({ plan }) => plan.name);
  output.json(sources.map((source) => sourceJson(source, plansOf(source))));
  if (sources.length === 0) {
    output.advice(say.none);
    return EXIT.done;
  }
  const short = (lines: readonly string[]) =>
    lines.length <= SHOWN_LINES
      ? lines
      : [...lines.slice(0, SHOWN_LINES - 1), say.andMore(lines.length - SHOWN_LINES + 1)];
  const table = formatTable<Source>(
    [
      { title: say.columns.name, cell: ({ name }) => name },
      { title: say.columns.kind, cell: ({ kind }) => say.kinds[kind] },
      { title: say.columns.what, cell: (source) => short(contentsOf(source)) },
      { title: say.columns.plans, cell: (source) => plansOf(source).join(", ") || say.noPlan },
    ],
    sources,
  );
  for (const line of table) output.line(line);
  return EXIT.done;
}

async function tryOut(host: HostConnection, wanted: string, context: CommandContext): Promise<ExitCode> {
  const { output, language, signal } = context;
  const source = await findSource(host, wanted);
  const draft = draftOf(source);
  const trial = await host.call("sources.try", { sourceId: source.id, draft }, signal);
  if (trial.error?.code === "REMOTE_KEY_UNKNOWN") {
    sayKey(trial.error.details, context);
    return EXIT.failed;
  }
  if (trial.error !== null) throw fromWire(trial.error);
  showTrial(draft, trial, context);
  const say = sourceConsoleWords[language];
  output.line(works(trial) ? say.works : say.worksNot);
  return works(trial) ? EXIT.done : EXIT.failed;
}

async function remove(
  host: HostConnection,
  wanted: string,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const { id, name } = await findSource(host, wanted);
  await host.call("sources.remove", { sourceId: id });
  output.json({ message_type: "source_removed", id, name });
  output.line(sourceConsoleWords[language].removed(printable(name)));
  return EXIT.done;
}
