import { Argument, Option } from "commander";
import { type Explained, explain } from "../../core/health/explain/explain.ts";
import { KIND_NAMES, type KindName } from "../../core/health/explain/kinds.ts";
import { BackstayError } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import { severityWords, subjectWords, verdictWords } from "../../shared/words/verdicts.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { readToolOutput } from "../options/read-tool-output.ts";
import { deviceType } from "./device-type.ts";
import { selfTest } from "./self-test.ts";
import { showHealth } from "./show-health.ts";
import { showSurvival } from "./show-survival.ts";

const ACTIONS = ["show", "explain", "self-test", "device-type", "survival"] as const;
type Action = (typeof ACTIONS)[number];
type Flags = { readonly kind: KindName | "auto"; readonly now?: boolean; readonly long?: boolean };

export const defineHealth: DefineCommand = (command, run) => {
  command
    .description(
      "Says how the disks and arrays of this computer and of all watched hosts are, with all reasons. With explain, judges what a tool for disks or RAID arrays printed, as Backstay would if it had run the tool itself. The verdict is printed, and the exit status does not tell it. With self-test, has a disk test itself beside its other work, or shows the last tests. With device-type, chooses how smartctl reaches a disk behind an adapter that it does not know. With survival, says for each source what is left of its copies when a disk, a box, the office or the password is lost.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("show"))
    .argument(
      "[file]",
      "for explain, what the tool printed; - for standard input; for self-test and device-type, the disk by its serial number or device",
    )
    .argument(
      "[type]",
      "for device-type, what smartctl's option -d takes, such as sat; auto leaves it to smartctl; without one, says which it is",
    )
    .addOption(
      new Option("--kind <kind>", "which tool it was, and in which form")
        .choices(["auto", ...KIND_NAMES])
        .default("auto"),
    )
    .option("--long", "for self-test, one that takes hours and reads the whole disk")
    .option("--now", "read all hosts first, instead of showing what was read last")
    .addHelpText(
      "after",
      formatExamples([
        ["How are the disks?", "backstay health"],
        ["Is this disk fine?", "backstay health explain smartctl.json"],
        ["And these arrays?", "backstay health explain --kind mdstat /proc/mdstat"],
        ["Have a disk test itself", "backstay health self-test /dev/sda"],
        ["Read a disk behind a USB adapter", "backstay health device-type /dev/sdb sat"],
        ["What would survive?", "backstay health survival"],
        ["For a script", "backstay health explain --json - < smartctl.json"],
      ]),
    )
    .action(
      (action: Action, file: string | undefined, type: string | undefined, { kind, now, long }: Flags) =>
        run(command, async (context) => {
          if (action === "device-type") {
            if (file === undefined) throw usage("argument-missing", "file");
            return await deviceType(context, file, type);
          }
          if (type !== undefined) throw usage("too-many", type);
          if (action === "self-test") return await selfTest(context, file, long === true ? "long" : "short");
          if (action === "show" || action === "survival") {
            if (file !== undefined) throw usage("too-many", file);
            return action === "survival"
              ? await showSurvival(context)
              : await showHealth(context, now === true);
          }
          if (file === undefined) throw usage("argument-missing", "file");
          const text = await readToolOutput(file, context.stdin);
          return show(explain(text, kind, { nowMs: Date.now() }, context.language), context);
        }),
    );
};

function usage(problem: "too-many" | "argument-missing", about: string) {
  return new BackstayError("USAGE", { problem, about: [about] });
}

function show(explained: Explained, { output, words, language }: CommandContext): ExitCode {
  const { kind, severity, subjects } = explained;
  const say = words.health;
  const overall = severityWords[language][severity];
  output.line(kind === null ? say.kindUnknown(overall) : say.judged(overall, kind));
  if (subjects.length === 0) output.line(say.nothingInIt);
  for (const subject of subjects) {
    output.line("");
    const verdict = verdictWords[language][subject.verdict];
    const name = `${subjectWords[language][subject.kind]} ${printable(subject.id)}`;
    output.line(`${name}${language === "zh" ? "：" : ": "}${verdict}`);
    for (const { what, means, todo } of subject.reasons) {
      output.line(`  - ${what}`);
      output.line(`    ${means}`);
      output.line(`    ${todo}`);
    }
  }
  if (severity === "ok" && subjects.some((subject) => subject.kind === "disk")) {
    output.note("");
    output.note(say.fineIsNotSafe);
  }
  output.json(explainedJson(explained));
  return EXIT.done;
}

function explainedJson({ kind, severity, subjects }: Explained) {
  return {
    message_type: "health_explanation",
    kind,
    severity,
    subjects: subjects.map((subject) => ({
      kind: subject.kind,
      id: subject.id,
      verdict: subject.verdict,
      reasons: subject.reasons.map(({ code, level, details, text }) => ({ code, level, details, text })),
    })),
  };
}
