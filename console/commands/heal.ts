import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { DamagedObject } from "../../core/failover/heal/damaged-objects.ts";
import { type HealResult, heal } from "../../core/failover/heal/heal.ts";
import { openReplicaMending } from "../../core/failover/heal/mend-config.ts";
import type { ReadData } from "../../core/repository/check/select-packs.ts";
import { shortId } from "../../shared/ids.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { addFromFlags, type FromFlags, withReplicas } from "../options/from-repository.ts";
import { parseReadDataSubset } from "../options/read-data.ts";
import { describeFinding } from "../output/describe-check.ts";
import { createPhaseReporter } from "../output/phase-progress.ts";
import { healWords } from "../words/heal-words.ts";

type Flags = FromFlags & {
  /** True when it has no value. */
  readonly readData?: true | ReadData;
  readonly keepDamaged?: string;
};

export const defineHeal: DefineCommand = (command, run) => {
  command.description(
    "Checks a repository, and mends what is damaged from another replica of it. A file is replaced only when a copy that proves to be whole is in hand, and what is put back is read back. Nothing else is changed, and nothing at the other replica.",
  );
  addFromFlags(command, "replica to take whole copies from (default: $BACKSTAY_FROM_REPOSITORY)");
  command
    .option(
      "--read-data [subset]",
      "look for damage by reading everything, or with =2/10, =5% or =500M a part, as `check` does",
      parseReadDataSubset,
    )
    .option("--keep-damaged <folder>", "put there what is left of damaged files, before they are replaced")
    .addHelpText(
      "after",
      formatExamples([
        [
          "After a check found damage on the second disk",
          "backstay heal --repo /mnt/second --from-repo /mnt/backup --read-data",
        ],
      ]),
    )
    .action((flags: Flags) => run(command, (context) => healHere(flags, context)));
};

async function healHere(flags: Flags, context: CommandContext): Promise<ExitCode> {
  const { readData, keepDamaged: folder } = flags;
  const options = {
    readData: readData === true ? ({ kind: "all" } as const) : (readData ?? ({ kind: "none" } as const)),
    keepDamaged:
      folder === undefined
        ? undefined
        : (object: DamagedObject, bytes: Uint8Array) => keep(folder, object, bytes),
  };
  const job = { signal: context.signal, reportProgress: createPhaseReporter(context) };
  const result = await withReplicas(
    flags,
    context,
    (from, to) => heal(to, [from], options, job),
    openReplicaMending,
  );
  showResult(result, options.readData.kind !== "none", context);
  return result.left.problemCount === 0 ? EXIT.done : EXIT.incomplete;
}

async function keep(folder: string, { kind, name }: DamagedObject, bytes: Uint8Array): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${kind}-${name}`), bytes, { mode: 0o600 });
}

function showResult(result: HealResult, wasDataRead: boolean, context: CommandContext): void {
  const { output, words, language } = context;
  const say = healWords[language];
  const { found, replaced, given, blobsBrought, left } = result;
  for (const finding of found.problems) {
    const message = describeFinding(finding, words.check.findings);
    output.complain(message, { message_type: "error", message, code: finding.code });
  }
  for (const { kind, name } of replaced) output.json({ message_type: "replaced", kind, name });
  output.json({
    message_type: "summary",
    found: found.problemCount,
    replaced: replaced.length,
    packs_given_up: given,
    pieces_brought: blobsBrought,
    left: left.problemCount,
    incomplete_snapshots: left.lost.snapshots,
    packs_read: found.packsRead,
  });
  if (found.problemCount === 0) {
    output.line(wasDataRead ? say.fine : say.fineAsFarAsSeen);
    return;
  }
  for (const { kind, name } of replaced)
    output.line(say.replaced(kind, kind === "pack" ? name : shortId(name)));
  if (given.length > 0) output.line(say.given(given.length));
  if (left.problemCount === 0) output.line(say.mended);
  else {
    output.line(say.left(left.problemCount, left.lost.snapshots.length));
    output.advice(say.leftAdvice);
  }
  output.line(say.disk);
  if (!wasDataRead) output.advice(say.readAll);
}
