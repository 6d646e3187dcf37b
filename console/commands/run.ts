import { fromWire } from "../../shared/errors.ts";
import { formatBytes } from "../../shared/format/bytes.ts";
import { formatCount } from "../../shared/format/count.ts";
import { formatDuration } from "../../shared/format/duration.ts";
import { printable } from "../../shared/format/printable.ts";
import type { Run } from "../../shared/model/plan.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { type Engine, withEngine } from "../host/with-engine.ts";
import { followRun } from "../host-client/follow-run.ts";
import { findPlan } from "../options/named-plan.ts";
import { createJobReporter } from "../output/job-progress.ts";
import { showMoment } from "../output/show-moment.ts";

export const defineRun: DefineCommand = (command, run) => {
  command
    .description(
      "Starts a plan in the Backstay that runs on this computer, and shows its progress until it has ended. Where none runs, it does the work itself. Ctrl-C cancels a run that this command started, and leaves one that was under way already.",
    )
    .argument("<plan>", "name of the plan, or its id")
    .addHelpText("after", formatExamples([["Back up before the holidays", "backstay run 'Office hours'"]]))
    .action((wanted: string) =>
      run(command, (context) => withEngine(context, (engine) => runPlan(engine, wanted, context))),
    );
};

async function runPlan(engine: Engine, wanted: string, context: CommandContext): Promise<ExitCode> {
  const { output, words, signal } = context;
  const say = words.host.run;
  const { plan, currentRun } = await findPlan(engine, wanted);
  if (engine.isOwn) output.note(say.alone);
  const { runId } = await engine.call("plans.run", { planId: plan.id });
  const isOurs = currentRun?.id !== runId;
  const name = printable(plan.name);
  output.note(isOurs ? say.started(name) : say.joined(name));
  output.json({ message_type: "run_started", run_id: runId, plan_id: plan.id, joined: !isOurs });
  output.flush();
  try {
    const reporter = createJobReporter(context, { filesDone: "files_done", bytesDone: "bytes_done" });
    const ended = await followRun(
      engine,
      { planId: plan.id, runId },
      ({ filesDone, bytesDone, filesTotal, bytesTotal, currentPath }) =>
        reporter.report(() => ({
          filesDone,
          bytesDone,
          filesTotal: filesTotal ?? filesDone,
          bytesTotal: bytesTotal ?? bytesDone,
          isTotalKnown: filesTotal !== null && bytesTotal !== null,
          item: currentPath ?? undefined,
        })),
      signal,
    );
    const exitCode = showEnd(ended, context);
    for (const jobId of ended.jobIds) showMoment((await engine.call("jobs.get", { jobId })).moment, context);
    return exitCode;
  } catch (error) {
    if (!signal.aborted) throw error;
    if (isOurs) await engine.call("plans.cancelRun", { runId });
    else output.note(say.detached(name));
    throw error;
  }
}

function showEnd(run: Run, { output, words, language }: CommandContext): ExitCode {
  const say = words.host.run;
  const durationMs = (run.endedMs ?? 0) - (run.startedMs ?? run.endedMs ?? 0);
  output.json({
    message_type: "summary",
    run_id: run.id,
    state: run.state,
    files_new: run.filesNew,
    files_changed: run.filesChanged,
    files_unmodified: run.filesUnmodified,
    data_added_packed: run.bytesAdded,
    total_bytes_processed: run.bytesProcessed,
    problems: run.problemCount,
    total_duration: durationMs / 1000,
  });
  if (run.state === "failed" && run.error !== null) throw fromWire(run.error);
  output.line(say.ended[run.state]);
  if (run.state !== "done" && run.state !== "done-with-problems") return exitCodeFor(run);
  const count = (number: number) => formatCount(number, language);
  output.line(
    say.summary(
      count(run.filesNew),
      count(run.filesChanged),
      formatBytes(run.bytesAdded),
      formatDuration(Math.max(0, durationMs), language),
    ),
  );
  if (run.problemCount > 0) output.line(say.problems(run.problemCount));
  return exitCodeFor(run);
}

function exitCodeFor({ state }: Run): ExitCode {
  if (state === "done") return EXIT.done;
  return state === "done-with-problems" ? EXIT.incomplete : EXIT.failed;
}
