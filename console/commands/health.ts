import { Argument, Option } from "commander";
import { type Explained, explain } from "../../core/health/explain/explain.ts";
import { KIND_NAMES, type KindName } from "../../core/health/explain/kinds.ts";
import { printable } from "../../shared/format/printable.ts";
import { severityWords, subjectWords, verdictWords } from "../../shared/words/verdicts.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { readToolOutput } from "../options/read-tool-output.ts";

type Flags = { readonly kind: KindName | "auto" };

export const defineHealth: DefineCommand = (command, run) => {
  command
    .description(
      "Judges what a tool for disks or RAID arrays printed, with all reasons, as Backstay would if it had run the tool itself. The verdict is printed; the exit status only says whether the file could be read.",
    )
    .addArgument(new Argument("<action>", "what to do").choices(["explain"]))
    .argument("<file>", "what the tool printed; - for standard input")
    .addOption(
      new Option("--kind <kind>", "which tool it was, and in which form")
        .choices(["auto", ...KIND_NAMES])
        .default("auto"),
    )
    .addHelpText(
      "after",
      formatExamples([
        ["Is this disk fine?", "backstay health explain smartctl.json"],
        ["And these arrays?", "backstay health explain --kind mdstat /proc/mdstat"],
        ["For a script", "backstay health explain --json - < smartctl.json"],
      ]),
    )
    .action((_action: string, file: string, { kind }: Flags) =>
      run(command, async (context) => {
        const text = await readToolOutput(file, context.stdin);
        return show(explain(text, kind, { nowMs: Date.now() }, context.language), context);
      }),
    );
};

function show(explained: Explained, { output, words, language }: CommandContext): ExitCode {
  const { kind, severity, subjects } = explained;
  const say = words.health;
  const overall = severityWords[language][severity];
  output.line(kind === null ? say.kindUnknown(overall) : say.judged(overall, kind));
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
