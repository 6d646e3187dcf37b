import { Argument } from "commander";
import { monthBefore, monthFrom } from "../../core/audit/pack/month.ts";
import { collectProofs, type Period } from "../../core/audit/pack/proofs.ts";
import { renderProofPack } from "../../core/audit/pack/render-proof-pack.ts";
import { createChainProver } from "../../core/audit/verify-chain.ts";
import { systemClock } from "../../core/clock.ts";
import { BackstayError } from "../../shared/errors.ts";
import { type AuditEntry, type AuditVerification, StoredAuditRecord } from "../../shared/model/audit.ts";
import { actionWords, auditWords } from "../../shared/words/audit-words.ts";
import type { CommandContext } from "../context.ts";
import type { DefineCommand } from "../define-command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { formatExamples } from "../help.ts";
import { type Engine, withEngine } from "../host/with-engine.ts";
import { parseCount } from "../options/parse-count.ts";
import { readTextFile } from "../options/read-text-file.ts";
import { formatLocalMoment } from "../output/local-time.ts";
import { formatTable } from "../output/table.ts";
import { auditConsoleWords } from "../words/audit-words.ts";

const ACTIONS = ["list", "verify", "export", "pack"] as const;
type Action = (typeof ACTIONS)[number];
type Flags = {
  readonly limit: number;
  readonly head?: string;
  readonly file?: string;
  readonly month?: Period;
};

const USUAL_LIMIT = 50;
const PAGE = 500;

export const defineAudit: DefineCommand = (command, run) => {
  command
    .description(
      "Lists what was done with this Backstay and by whom, the newest first; proves that none of it was changed or cut; prints the records as they are stored, one JSON object a line; or makes a proof pack of one month, a page of HTML for whoever wants proof: what is protected, drills, moves, and who changed or removed what. Nothing in the trail is secret. Verify ends with status 1 when the trail was changed or cut.",
    )
    .addArgument(new Argument("[action]", "what to do").choices(ACTIONS).default("list"))
    .option("--limit <count>", "for list, how many records to show", parseCount, USUAL_LIMIT)
    .option(
      "--head <number:hash>",
      "for verify, a head that was written down, which the trail must still hold",
    )
    .option(
      "--file <path>",
      "for verify, records that were exported, in place of this Backstay's; - for standard input",
    )
    .option("--month <year-month>", "for pack, like 2026-01 (default: the month before this one)", parseMonth)
    .addHelpText(
      "after",
      formatExamples([
        ["Who removed the snapshots?", "backstay audit --limit 200"],
        ["Is the trail as it was written?", "backstay audit verify"],
        ["Keep a copy elsewhere", "backstay audit export > audit.jsonl"],
        ["For the insurer", "backstay audit pack --month 2026-01 > proof.html"],
      ]),
    )
    .action((action: Action, flags: Flags) => run(command, (context) => work(action, flags, context)));
};

async function work(action: Action, flags: Flags, context: CommandContext): Promise<ExitCode> {
  if (action === "verify" && flags.file !== undefined)
    return await verifyFile(flags.file, flags.head, context);
  return await withEngine(context, async (engine) => {
    switch (action) {
      case "list":
        return await list(engine, flags.limit, context);
      case "verify":
        return showVerification(await engine.call("audit.verify", { head: headOf(flags.head) }), context);
      case "export":
        return await exportAll(engine, context);
      case "pack":
        return await makePack(engine, flags.month ?? monthBefore(systemClock.nowMs()), context);
    }
  });
}

async function list(engine: Engine, limit: number, { output, language }: CommandContext): Promise<ExitCode> {
  const say = auditConsoleWords[language];
  const words = auditWords[language];
  const entries: AuditEntry[] = [];
  let hasMore = true;
  while (entries.length < limit && hasMore) {
    const page = await engine.call("audit.list", {
      before: entries.at(-1)?.number ?? null,
      limit: Math.min(PAGE, limit - entries.length),
    });
    entries.push(...page.entries);
    hasMore = page.hasMore && page.entries.length > 0;
  }
  output.json(entries.map(entryJson));
  if (entries.length === 0) {
    output.line(say.empty);
    return EXIT.done;
  }
  const table = formatTable<AuditEntry>(
    [
      { title: say.columns.number, cell: ({ number }) => String(number), align: "right" },
      { title: say.columns.when, cell: ({ atMs }) => formatLocalMoment(BigInt(atMs) * 1_000_000n) },
      { title: say.columns.who, cell: ({ actor }) => words.who(actor) },
      { title: say.columns.what, cell: ({ action }) => actionWords(action, language) },
      { title: say.columns.about, cell: aboutOf },
      { title: say.columns.outcome, cell: (entry) => words.outcome(entry) },
    ],
    entries,
  );
  for (const line of table) output.line(line);
  if (hasMore) output.note(say.hasMore);
  return EXIT.done;
}

/** Names of what it was done to; where there are none, the name that was given to it. */
function aboutOf({ subjects, facts }: AuditEntry): string {
  const names = subjects.map(({ name }) => name).filter((name) => name !== "");
  return names.length > 0 ? names.join(", ") : typeof facts.name === "string" ? facts.name : "";
}

async function exportAll(engine: Engine, { output, language }: CommandContext): Promise<ExitCode> {
  let after = 0;
  let count = 0;
  for (;;) {
    const { records, hasMore } = await engine.call("audit.export", { after, limit: PAGE });
    // in either mode the same: what is exported is read by programs
    for (const record of records) await output.bytes(Buffer.from(`${JSON.stringify(record)}\n`));
    count += records.length;
    after = numberOf(records.at(-1)) ?? after;
    if (!hasMore || records.length === 0) break;
  }
  if (!output.isJson) output.complain(auditConsoleWords[language].exported(count), {});
  return EXIT.done;
}

async function makePack(
  engine: Engine,
  month: Period,
  { output, language }: CommandContext,
): Promise<ExitCode> {
  const proofs = await collectProofs(engine, month, systemClock.nowMs());
  const page = renderProofPack(proofs, language);
  if (output.isJson) output.json({ message_type: "proof_pack", html: page });
  else await output.bytes(Buffer.from(page));
  return proofs.verification.verdict === "whole" ? EXIT.done : EXIT.failed;
}

/** By the clock of this computer's place. @throws {BackstayError} USAGE */
function parseMonth(text: string): Period {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text) ?? [];
  if (year === undefined || month === undefined)
    throw new BackstayError("USAGE", {
      problem: "value-invalid",
      about: [text.slice(0, 100), "--month", ""],
    });
  return monthFrom(Number(year), Number(month) - 1);
}

function numberOf(stored: StoredAuditRecord | undefined): number | undefined {
  if (stored === undefined) return undefined;
  const { number } = JSON.parse(stored.record) as { number?: unknown };
  return typeof number === "number" ? number : undefined;
}

/** Needs nothing but the file, so that others than us can do it. */
async function verifyFile(
  file: string,
  given: string | undefined,
  context: CommandContext,
): Promise<ExitCode> {
  const text = await readTextFile(file, context.stdin());
  const prover = createChainProver();
  const head = headOf(given);
  let isHeadThere = false;
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const stored = StoredAuditRecord.safeParse(parseJson(line));
    prover.take(stored.success ? stored.data : { record: line, hash: "" });
    const now = prover.result().head;
    if (now !== null && `${now.number}:${now.hash}` === head) isHeadThere = true;
  }
  const chain = prover.result();
  const number = head === null ? 0 : Number(head.split(":")[0]);
  const state = isHeadThere ? "agrees" : (chain.head?.number ?? 0) < number ? "cut-off" : "differs";
  const anchors =
    head === null ? [] : [{ where: "given" as const, name: "", state, number, atMs: null } as const];
  const verdict = chain.fault !== null || (head !== null && !isHeadThere) ? "broken" : "whole";
  return showVerification({ checkedMs: Date.now(), ...chain, anchors: [...anchors], verdict }, context);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function showVerification(found: AuditVerification, { output, language }: CommandContext): ExitCode {
  const say = auditConsoleWords[language];
  const words = auditWords[language];
  output.json(verificationJson(found));
  output.line(found.verdict === "whole" ? say.whole(found.records) : say.broken);
  if (found.fault !== null) output.line(words.faults[found.fault.reason](found.fault.number));
  for (const { where, name, state, number } of found.anchors) {
    const at = number === null ? "" : ` (${number})`;
    output.line(
      `  ${words.anchor(where, name)}${at}${language === "zh" ? "：" : ": "}${words.anchorStates[state]}`,
    );
  }
  if (found.head !== null) {
    output.line(say.head(`${found.head.number}:${found.head.hash}`));
    output.note(say.headHint);
  }
  output.note(say.whatItProves);
  return found.verdict === "whole" ? EXIT.done : EXIT.failed;
}

/** @throws {BackstayError} USAGE */
function headOf(given: string | undefined): string | null {
  if (given === undefined) return null;
  if (/^\d{1,15}:[0-9a-f]{64}$/.test(given)) return given;
  throw new BackstayError("USAGE", { problem: "value-invalid", about: [given.slice(0, 100), "--head", ""] });
}

const time = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

function entryJson({ number, atMs, actor, action, subjects, facts, outcome }: AuditEntry) {
  return { number, at: time(atMs), actor, action, subjects, facts, outcome };
}

function verificationJson({ checkedMs, records, firstMs, head, fault, anchors, verdict }: AuditVerification) {
  return {
    ...{ message_type: "audit_verification", verdict, records, fault, checked_at: time(checkedMs) },
    first_at: time(firstMs),
    head: head === null ? null : { number: head.number, hash: head.hash, at: time(head.atMs) },
    anchors: anchors.map(({ where, name, state, number, atMs }) => ({
      where,
      name,
      state,
      number,
      at: time(atMs),
    })),
  };
}
