import { Argument, Option } from "commander";
import { BackstayError } from "../../shared/errors.ts";
import { formatDuration } from "../../shared/format/duration.ts";
import { printable } from "../../shared/format/printable.ts";
import type { PlanView } from "../../shared/model/plan.ts";
import { PLAN_HOOK_TIMES, type PlanHook } from "../../shared/model/plan-hooks.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { type Engine, withEngine } from "../host/with-engine.ts";
import { findPlan } from "../options/named-plan.ts";
import { required } from "../options/named-repository.ts";
import { parseCount } from "../options/parse-count.ts";
import { formatTable } from "../output/table.ts";
import { planHookConsoleWords } from "../words/plan-hook-words.ts";

const ACTIONS = ["list", "set", "remove", "try"] as const;
type Action = (typeof ACTIONS)[number];
type Flags = {
  readonly when?: PlanHook["when"];
  readonly limit?: number;
  readonly onFailure?: PlanHook["onFailure"];
  readonly off?: boolean;
};
type Given = { readonly plan: string | undefined; readonly name: string | undefined };

const USUAL_LIMIT_SECONDS = 300;

export const definePlanHooks: DefineCommand = (command, run) => {
  command
    .description(
      "Says which programs are run on this computer before and after each backup of a plan, with their arguments as they are, no shell between. Lists them in the order in which they are run, sets one up, removes one, or tries one without a backup. Try ends with status 1 when it failed.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("list"))
    .argument("[plan]", "name of the plan, or its id")
    .argument("[name]", "what the program is called in the plan; set replaces one that is called so")
    .argument("[program...]", "for set, the program's whole path and its arguments")
    .addOption(new Option("--when <time>", "for set, when it is run (before)").choices(PLAN_HOOK_TIMES))
    .option("--limit <seconds>", "for set, how long it may take, at most 3600 (300)", parseCount)
    .addOption(
      new Option(
        "--on-failure <what>",
        "for set, whether no backup is made, people are told, or only the log says it (abort before a backup, else warn)",
      ).choices(["abort", "warn", "ignore"]),
    )
    .option("--off", "for set, keep it and do not run it")
    .addHelpText(
      "after",
      formatExamples([
        [
          "Stop the shop while it is backed up",
          "backstay plan-hooks set 'Office hours' 'Stop shop' -- /usr/bin/systemctl stop shop",
        ],
        [
          "Start it again, whatever came of the backup",
          "backstay plan-hooks set 'Office hours' 'Start shop' --when after -- /usr/bin/systemctl start shop",
        ],
        ["Does it work?", "backstay plan-hooks try 'Office hours' 'Start shop'"],
      ]),
    )
    .action(
      (
        action: Action,
        plan: string | undefined,
        name: string | undefined,
        program: readonly string[],
        flags: Flags,
      ) => run(command, (context) => work(action, { plan, name }, program, flags, context)),
    );
};

async function work(
  action: Action,
  given: Given,
  program: readonly string[],
  flags: Flags,
  context: CommandContext,
): Promise<ExitCode> {
  return await withEngine(context, async (engine) => {
    const view = await findPlan(engine, required(given.plan, "plan"));
    const hooks = view.plan.hooks ?? [];
    if (action === "list") return list(hooks, context);
    const name = required(given.name, "name").trim();
    const known = hooks.find((hook) => hook.name.toLowerCase() === name.toLowerCase());
    const { output, language } = context;
    const say = planHookConsoleWords[language];
    if (action === "set") {
      const hook = hookOf(name, known, program, flags);
      await save(
        engine,
        view,
        known === undefined ? [...hooks, hook] : hooks.map((one) => (one === known ? hook : one)),
      );
      output.json({ message_type: "plan_hook_saved", plan_id: view.plan.id, ...hookJson(hook) });
      output.advice(say.saved(printable(name)));
      return EXIT.done;
    }
    if (known === undefined) throw new BackstayError("HOOK_NOT_FOUND", {});
    if (action === "remove") {
      await save(
        engine,
        view,
        hooks.filter((one) => one !== known),
      );
      output.json({ message_type: "plan_hook_removed", plan_id: view.plan.id, name: known.name });
      output.line(say.removed(printable(known.name)));
      return EXIT.done;
    }
    const trial = await engine.call("plans.tryHook", { planId: view.plan.id, name: known.name });
    const { problem, status, tookMs, output: lines } = trial;
    output.json({
      ...{ message_type: "plan_hook_tried", plan_id: view.plan.id, name: known.name },
      ...{ problem, status, took_ms: tookMs, output: lines },
    });
    for (const line of lines) output.line(printable(line));
    output.line(
      problem === null
        ? say.worked(formatDuration(tookMs, language))
        : say.failed(say.problems[problem], printable(status)),
    );
    return problem === null ? EXIT.done : EXIT.failed;
  });
}

/** What is not said stays as it was. */
function hookOf(
  name: string,
  known: PlanHook | undefined,
  [program, ...args]: readonly string[],
  flags: Flags,
): PlanHook {
  const when = flags.when ?? known?.when ?? "before";
  return {
    ...{ name, when, isEnabled: flags.off !== true },
    ...(program === undefined
      ? {
          program: known?.program ?? required(undefined, "program"),
          arguments: known?.arguments ?? [],
        }
      : { program, arguments: args }),
    limitSeconds: flags.limit ?? known?.limitSeconds ?? USUAL_LIMIT_SECONDS,
    onFailure: flags.onFailure ?? known?.onFailure ?? (when === "before" ? "abort" : "warn"),
  };
}

async function save(engine: Engine, { plan, revision }: PlanView, hooks: PlanHook[]): Promise<void> {
  const { id: planId, isPaused: _, ...draft } = plan;
  await engine.call("plans.save", { planId, draft: { ...draft, hooks }, revision });
}

function list(hooks: readonly PlanHook[], { output, language }: CommandContext): ExitCode {
  const say = planHookConsoleWords[language];
  output.json(hooks.map(hookJson));
  if (hooks.length === 0) output.line(say.none);
  else {
    const table = formatTable<PlanHook>(
      [
        { title: say.columns.name, cell: ({ name }) => name },
        { title: say.columns.when, cell: ({ when, isEnabled }) => (isEnabled ? say.times[when] : say.off) },
        {
          title: say.columns.limit,
          cell: ({ limitSeconds }) => formatDuration(limitSeconds * 1000, language),
        },
        {
          title: say.columns.onFailure,
          cell: ({ when, onFailure }) =>
            say.failures[when !== "before" && onFailure === "abort" ? "warn" : onFailure],
        },
        { title: say.columns.what, cell: (hook) => [hook.program, ...hook.arguments].join(" ") },
      ],
      hooks,
    );
    for (const line of table) output.line(line);
  }
  return EXIT.done;
}

function hookJson({ name, isEnabled, when, program, arguments: args, limitSeconds, onFailure }: PlanHook) {
  return {
    ...{ name, is_enabled: isEnabled, when, program, arguments: args },
    ...{ limit_seconds: limitSeconds, on_failure: onFailure },
  };
}
