import { Argument } from "commander";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { printable } from "../../shared/format/printable.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withHost } from "../host-client/with-host.ts";
import { required } from "../options/named-repository.ts";
import { findDatabaseSource } from "../options/named-source.ts";
import { formatTable } from "../output/table.ts";
import { databaseConsoleWords } from "../words/database-words.ts";
import { type RestoreFlags, restoreDatabase } from "./restore-database.ts";

const ACTIONS = ["list", "restore"] as const;
type Action = (typeof ACTIONS)[number];

export const defineDatabases: DefineCommand = (command, run) => {
  command
    .description(
      "Lists the databases on the server of a source, or makes one again of its dump in a snapshot, on that server or another. It is filled under another name and gets its own when it is whole. One that has the name already is left alone, unless --replace says the name once more: then it is put aside under another name, and removed by nobody. The Backstay that runs on this computer does it; Ctrl-C cancels it and removes what was filled.",
    )
    .addArgument(new Argument("<action>", "what to do").choices(ACTIONS))
    .argument(
      "[what...]",
      "for list, the name of a source; for restore, the repository, the snapshot (the beginning of its id, or latest) and the database",
    )
    .option(
      "--source <name>",
      "for restore, the source whose server it goes to, and whose latest snapshot is meant; the one the snapshot is of where it is left out",
    )
    .option("--as <name>", "for restore, what it is to be called; what it was called where it is left out")
    .option("--replace <name>", "for restore, that name once more, to put aside the one that has it now")
    .addHelpText(
      "after",
      formatExamples([
        ["Which databases are there?", "backstay databases list Books"],
        [
          "Look at yesterday's books beside today's",
          "backstay databases restore NAS 1f3a90cc books --as books_old",
        ],
        [
          "Have them as they were last",
          "backstay databases restore NAS latest books --source Books --replace books",
        ],
      ]),
    )
    .action((action: Action, what: readonly string[], flags: RestoreFlags) =>
      run(command, (context) =>
        withHost(context, (host) =>
          action === "list" ? list(host, what, context) : restoreDatabase(host, what, flags, context),
        ),
      ),
    );
};

async function list(
  host: HostConnection,
  [wanted, needless]: readonly string[],
  { output, language, signal }: CommandContext,
): Promise<ExitCode> {
  if (needless !== undefined) throw new BackstayError("USAGE", { problem: "too-many", about: [needless] });
  const source = await findDatabaseSource(host, required(wanted, "source"));
  const { server, version, databases } = await host.call(
    "sources.databases",
    { sourceId: source.id },
    signal,
  );
  output.json({
    ...{ message_type: "databases", source: source.name, server, version },
    databases: databases.map(({ name, sizeBytes }) => ({ name, size: sizeBytes })),
  });
  const say = databaseConsoleWords[language];
  output.line(say.server(printable(server), printable(version)));
  if (databases.length === 0) output.line(say.none);
  else {
    const table = formatTable<(typeof databases)[number]>(
      [
        { title: say.columns.name, cell: ({ name }) => name },
        {
          title: say.columns.size,
          cell: ({ sizeBytes }) => (sizeBytes === null ? say.sizeUnknown : formatBytes(sizeBytes)),
          align: "right",
        },
      ],
      databases,
    );
    for (const line of table) output.line(line);
  }
  return EXIT.done;
}
