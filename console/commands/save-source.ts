/** Makes or changes a source, for `backstay sources`. */
import type { HostConnection } from "../../core/host-socket/connect-to-host.ts";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import { printable } from "../../shared/format/printable.ts";
import type { PlanView } from "../../shared/model/plan.ts";
import {
  isDatabase,
  machineOf,
  type Source,
  type SourceDraft,
  type SourceSecrets,
} from "../../shared/model/source.ts";
import type { SourceTrial } from "../../shared/model/source-trial.ts";
import type { CommandContext } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { withComparedKey } from "../options/compare-key.ts";
import { readMachineSecrets } from "../options/machine-flags.ts";
import { findPlan } from "../options/named-plan.ts";
import { required } from "../options/named-repository.ts";
import { findSource } from "../options/named-source.ts";
import { readSourceDraft, SOURCE_KINDS, type SourceFlags } from "../options/source-draft.ts";
import { readSourcePassword } from "../options/source-password.ts";
import { showTrial } from "../output/show-trial.ts";
import { sourceJson, works } from "../output/source-json.ts";
import { sourceConsoleWords } from "../words/source-words.ts";

/** @param what the kind, a name, and what stands behind these */
export async function addSource(
  host: HostConnection,
  [kindText, name, ...rest]: readonly string[],
  flags: SourceFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const wanted = required(kindText, "kind");
  const kind = SOURCE_KINDS.find((one) => one === wanted);
  if (kind === undefined)
    throw new BackstayError("USAGE", {
      problem: "value-invalid",
      about: [wanted, "kind", SOURCE_KINDS.join(", ")],
    });
  if (flags.name !== undefined) throw new BackstayError("USAGE", { problem: "too-many", about: ["--name"] });
  const draft = readSourceDraft({ kind, name: required(name, "name"), rest }, flags, undefined);
  return await save(host, { draft, before: undefined, flags }, context);
}

/** @param what the name, and what stands behind it */
export async function editSource(
  host: HostConnection,
  [wanted, ...rest]: readonly string[],
  flags: SourceFlags,
  context: CommandContext,
): Promise<ExitCode> {
  const before = await findSource(host, required(wanted, "name"));
  const draft = readSourceDraft(
    { kind: before.kind, name: flags.name ?? before.name, rest },
    flags,
    draftOf(before),
  );
  return await save(host, { draft, before, flags }, context);
}

/** @returns what a person may change of it */
export function draftOf(source: Source): SourceDraft {
  switch (source.kind) {
    case "files":
    case "command": {
      const { id: _, ...draft } = source;
      return draft;
    }
    case "sftp": {
      const { id: _, keptOfMachine: __, ...draft } = source;
      return draft;
    }
    case "postgresql":
    case "mariadb": {
      const { id: _, hasPassword: __, keptOfMachine: ___, ...draft } = source;
      return draft;
    }
  }
}

type Saved = {
  readonly draft: SourceDraft;
  readonly before: Source | undefined;
  readonly flags: SourceFlags;
};

async function save(
  host: HostConnection,
  { draft: written, before, flags }: Saved,
  context: CommandContext,
): Promise<ExitCode> {
  const { output, language } = context;
  const say = sourceConsoleWords[language];
  const plan = flags.plan === undefined ? undefined : await findPlan(host, flags.plan);
  const machineSecrets = await readMachineSecrets(written, before, flags, context);
  const secrets: SourceSecrets = {
    ...(await readSourcePassword(written, before, flags.password !== false, context)),
    ...(Object.keys(machineSecrets).length === 0 ? {} : { machine: machineSecrets }),
  };
  const name = printable(written.name);
  const isTriable = isDatabase(written) || written.kind === "sftp";
  const isTried = isTriable && flags.untested !== true && isOther(written, before, secrets);
  // nobody could ever read what nobody compared the key of
  if (isTriable && !isTried && machineOf(written)?.hostKey === null) required(undefined, "--host-key");
  const trial = isTried
    ? await withComparedKey(written, context, (draft) => tryOnce(host, { draft, before, secrets }, context))
    : undefined;
  if (isTried && trial === undefined) return EXIT.failed;
  const draft = trial?.draft ?? written;
  if (trial !== undefined && !isKept(draft, trial.answer, context)) return EXIT.failed;
  const source = await host.call("sources.save", { sourceId: before?.id ?? null, draft, secrets });
  const isNew = plan !== undefined && (await addToPlan(host, plan, source));
  const plans = await plansWith(host, source);
  output.json({ message_type: "source_saved", is_new: before === undefined, ...sourceJson(source, plans) });
  output.line(before === undefined ? say.added(name) : say.edited(name));
  if (isTriable && flags.untested === true) output.advice(say.untested(name));
  if (plan !== undefined)
    output.line((isNew ? say.inPlan : say.inPlanAlready)(name, printable(plan.plan.name)));
  if (plans.length === 0) output.advice(say.inNoPlan(name));
  return EXIT.done;
}

/** Whether it is worth trying: a name or a plan says nothing about the server. */
function isOther(
  draft: SourceDraft,
  before: Source | undefined,
  { password, machine }: SourceSecrets,
): boolean {
  if (before === undefined || password !== undefined || machine !== undefined) return true;
  return (
    JSON.stringify({ ...draft, name: "" }) !== JSON.stringify({ ...draft, ...draftOf(before), name: "" })
  );
}

async function tryOnce(
  host: HostConnection,
  { draft, before, secrets }: Omit<Saved, "flags"> & { readonly secrets: SourceSecrets },
  { signal }: CommandContext,
): Promise<SourceTrial> {
  return await host.call("sources.try", { sourceId: before?.id ?? null, draft, secrets }, signal);
}

/**
 * @returns whether all of it could be read
 * @throws {BackstayError} why nothing of it could be tried
 */
function isKept(draft: SourceDraft, trial: SourceTrial, context: CommandContext): boolean {
  const { output, language } = context;
  if (trial.error !== null) throw fromWire(trial.error);
  showTrial(draft, trial, context);
  if (works(trial)) return true;
  const message = sourceConsoleWords[language].notKept(printable(draft.name));
  output.complain(message, { message_type: "error", error: { message }, during: "try", item: draft.name });
  return false;
}

/** @returns false when it was part of it already. @throws {BackstayError} PLAN_CHANGED */
async function addToPlan(
  host: HostConnection,
  { plan, revision }: PlanView,
  { id }: Source,
): Promise<boolean> {
  const { id: planId, isPaused: _, ...draft } = plan;
  if (draft.sourceIds.includes(id)) return false;
  await host.call("plans.save", {
    ...{ planId, revision },
    draft: { ...draft, sourceIds: [...draft.sourceIds, id] },
  });
  return true;
}

/** @returns names of the plans that save it */
export async function plansWith(
  host: HostConnection,
  { id }: Pick<Source, "id">,
): Promise<readonly string[]> {
  const { plans } = await host.call("plans.list", {});
  return plans.filter(({ plan }) => plan.sourceIds.includes(id)).map(({ plan }) => plan.name);
}
