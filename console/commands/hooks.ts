import { Argument, Option } from "commander";
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { HOOK_MOVES, HOOK_TIMES, type HookAction, type HookView } from "../../shared/model/failover-hooks.ts";
import type { RepositoryView } from "../../shared/model/repository.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { withHost } from "../host-client/with-host.ts";
import { findRepository, required } from "../options/named-repository.ts";
import { parseCount } from "../options/parse-count.ts";
import { readTextFile } from "../options/read-text-file.ts";
import { formatTable } from "../output/table.ts";
import { hookConsoleWords } from "../words/hook-words.ts";

const ACTIONS = ["list", "set", "remove", "try"] as const;
type Action = (typeof ACTIONS)[number];
type Flags = {
  readonly when: HookView["when"];
  readonly move?: readonly HookView["moves"][number][];
  readonly webhook?: string;
  readonly key?: string;
  readonly remount?: boolean;
  readonly limit: number;
  readonly onFailure: HookView["onFailure"];
  readonly off?: boolean;
};
type Given = { readonly repository: string | undefined; readonly name: string | undefined };

const USUAL_LIMIT_SECONDS = 30;

export const defineHooks: DefineCommand = (command, run) => {
  command
    .description(
      "Says what is done when backups move from one replica to another: a program with its arguments as they are, no shell between, a share that is mounted again, or an address that is told. Lists it, sets it up, removes it, or tries it without moving anything. It is done by the Backstay that runs on this computer. Try ends with status 1 when it failed.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("list"))
    .argument("[repository]", "name of the repository, or its id")
    .argument("[name]", "what the hook is called; set replaces one that is called so")
    .argument("[program...]", "for set, the program's whole path and its arguments")
    .addOption(new Option("--when <time>", "for set, when it is run").choices(HOOK_TIMES).default("after"))
    .addOption(
      new Option("--move <kind...>", "for set, at which moves; without it at all").choices(HOOK_MOVES),
    )
    .option("--webhook <file>", "for set, file with the address that is told; - for standard input")
    .option("--key <file>", "for set, file with the key that signs what is posted")
    .option("--remount", "for set, the program mounts a share again")
    .option("--limit <seconds>", "for set, how long it may take", parseCount, USUAL_LIMIT_SECONDS)
    .addOption(
      new Option(
        "--on-failure <what>",
        "for set, whether people are told, or a move they ordered is given up",
      )
        .choices(["ignore", "warn", "abort"])
        .default("warn"),
    )
    .option("--off", "for set, keep it and do not run it")
    .addHelpText(
      "after",
      formatExamples([
        ["What is done when NAS fails?", "backstay hooks list NAS"],
        [
          "Point the share at the NAS that took over",
          "backstay hooks set NAS Share --remount -- /usr/local/sbin/mount-active",
        ],
        ["Does it work?", "backstay hooks try NAS Share"],
      ]),
    )
    .action(
      (
        action: Action,
        repository: string | undefined,
        name: string | undefined,
        program: readonly string[],
        flags: Flags,
      ) => run(command, (context) => work(action, { repository, name }, program, flags, context)),
    );
};

async function work(
  action: Action,
  given: Given,
  program: readonly string[],
  flags: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  return await withHost(context, async (host) => {
    const repository = await findRepository(host, required(given.repository, "repository"));
    const { hooks } = await host.call("hooks.list", { repositoryId: repository.id });
    if (action === "list") return list(hooks, context);
    const name = required(given.name, "name");
    const known = hooks.find((hook) => hook.name === name);
    if (action === "set")
      return await set(host, repository, known?.id ?? null, name, program, flags, context);
    if (known === undefined) throw new BackstayError("HOOK_NOT_FOUND", {});
    const { output, language } = context;
    const say = hookConsoleWords[language];
    if (action === "remove") {
      await host.call("hooks.remove", { hookId: known.id });
      output.json({ message_type: "hook_removed", id: known.id, name });
      output.line(say.removed(printable(name)));
      return EXIT.done;
    }
    const run = await host.call("hooks.try", { hookId: known.id });
    output.json({ message_type: "hook_tried", id: known.id, name, ...runJson(run) });
    output.line(run.problem === null ? say.worked : say.failed(run.problem, printable(run.answer)));
    return run.problem === null ? EXIT.done : EXIT.failed;
  });
}

async function set(
  host: HostConnection,
  { id: repositoryId }: RepositoryView,
  hookId: string | null,
  name: string,
  [program, ...args]: readonly string[],
  { when, move = HOOK_MOVES, webhook, key, remount = false, limit, onFailure, off = false }: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, language, stdin } = context;
  if (program !== undefined && webhook !== undefined)
    throw new BackstayError("USAGE", { problem: "both-given", about: ["program", "--webhook"] });
  const action: HookAction =
    program === undefined
      ? { kind: "webhook" }
      : { kind: remount ? "remount" : "command", program, arguments: args };
  if (program === undefined && webhook === undefined && hookId === null) required(undefined, "program");
  const address =
    webhook === undefined ? undefined : (await readTextFile(webhook, stdin())).replace(/\r?\n$/, "");
  const secret = key === undefined ? undefined : (await readTextFile(key)).replace(/\r?\n$/, "");
  const hook = await host.call("hooks.save", {
    ...{ repositoryId, hookId },
    draft: {
      ...{ name, isEnabled: !off, when, moves: [...move], action, limitSeconds: limit, onFailure },
    },
    secrets: {
      ...(address === undefined ? {} : { address }),
      ...(secret === undefined ? {} : { key: secret }),
    },
  });
  output.json({ message_type: "hook_saved", ...hookJson(hook) });
  output.advice(hookConsoleWords[language].saved(printable(name)));
  return EXIT.done;
}

function list(hooks: readonly HookView[], { output, language }: CommandContext): ExitCode {
  const say = hookConsoleWords[language];
  output.json(hooks.map(hookJson));
  if (hooks.length === 0) output.line(say.none);
  else {
    const table = formatTable<HookView>(
      [
        { title: say.columns.name, cell: ({ name }) => name },
        {
          title: say.columns.when,
          cell: ({ when, moves }) => `${say.times[when]} ${moves.map((move) => say.moves[move]).join(", ")}`,
        },
        { title: say.columns.what, cell: whatOf },
        { title: say.columns.last, cell: (hook) => lastOf(hook, say) },
      ],
      hooks,
    );
    for (const line of table) output.line(line);
  }
  return EXIT.done;
}

function whatOf({ action, addressHost }: HookView): string {
  return action.kind === "webhook" ? addressHost : [action.program, ...action.arguments].join(" ");
}

function lastOf({ isEnabled, lastRun }: HookView, say: (typeof hookConsoleWords)["en"]): string {
  if (!isEnabled) return say.off;
  if (lastRun === null) return say.never;
  return lastRun.problem === null ? say.worked : say.failed(lastRun.problem, lastRun.answer);
}

function runJson({ atMs, move, tookMs, problem, answer }: NonNullable<HookView["lastRun"]>) {
  return { at: new Date(atMs).toISOString(), move, took_ms: tookMs, problem, answer };
}

function hookJson(hook: HookView) {
  const { id, name, isEnabled, when, moves, action, limitSeconds, onFailure, addressHost, isSigned } = hook;
  return {
    ...{ id, name, is_enabled: isEnabled, when, moves, action, limit_seconds: limitSeconds },
    ...{ on_failure: onFailure, address_host: addressHost, is_signed: isSigned },
    last_run: hook.lastRun === null ? null : runJson(hook.lastRun),
    runs: hook.runs.map(runJson),
  };
}
