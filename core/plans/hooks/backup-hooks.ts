/**
 * Runs the hooks of plans around their backups, in the host: a job's process may be killed, and is over within a second of a cancel, and
 * what was stopped before a backup has to be started again all the same.
 */
import { BackstayError, isBackstayError, toWire, type WireError } from "../../../shared/errors.ts";
import type { JobId, PlanId } from "../../../shared/ids.ts";
import type { JobProblem } from "../../../shared/model/job.ts";
import type { PlanHook, PlanHookProblem, PlanHookTrial } from "../../../shared/model/plan-hooks.ts";
import type { Clock } from "../../clock.ts";
import type { JobEnd, JobLogEntry, JobRecord } from "../../jobs/job.ts";
import type { AroundJob } from "../../jobs/job-queue.ts";
import { failedEnd } from "../../jobs/start-job.ts";
import { isSameName } from "../../repositories/repository-service.ts";
import { type BackupOutcome, type HookedBackup, hookVariables } from "./hook-variables.ts";
import type { OwedHooks, OwedHooksStore } from "./owed-hooks.ts";
import { processStamp } from "./process-stamp.ts";
import { type HookEnd, runHookProgram, signalGroup } from "./run-hook-program.ts";

export type BackupHooks = {
  /**
   * A backup with its hooks. One that was cancelled is over at once, and what is to be run after it is run behind it: the next backup
   * of its plan waits for that, see {@link BackupHooks.isBusy}.
   */
  readonly around: AroundJob;
  /** Whether hooks of a plan are still being run behind a backup that is over. */
  isBusy(planId: PlanId): boolean;
  /** Begins to run what an earlier host did not come to. */
  settle(): void;
  /** Runs one now as if there were a backup. @throws {BackstayError} HOOK_NOT_FOUND */
  tryOut(planId: PlanId, name: string): Promise<PlanHookTrial>;
  /** Gives what is being run a little time, then ends it: the next host runs it. No backup may be under way. */
  close(): Promise<void>;
};

export type FailedHook = {
  readonly backup: HookedBackup;
  readonly hook: PlanHook;
  readonly problem: PlanHookProblem;
  /** The last it said; may be empty. */
  readonly answer: string;
};

export type BackupHookParts = {
  readonly hooksOf: (planId: PlanId) => readonly PlanHook[];
  readonly describe: (job: JobRecord) => HookedBackup | undefined;
  /** One as it would be, to try a hook with. */
  readonly describeTrial: (planId: PlanId) => HookedBackup;
  readonly owed: OwedHooksStore;
  readonly jobOf: (id: JobId) => JobRecord | undefined;
  readonly clock: Clock;
  readonly log: (jobId: JobId, entry: JobLogEntry) => void;
  /** People are to be told. */
  readonly onFailed: (failed: FailedHook) => void;
  readonly onWell: (backup: HookedBackup, hook: PlanHook) => void;
  /** All hooks of a backup were run that was over before: the next of its plan may begin. */
  readonly onRunBehind: (planId: PlanId, jobId: JobId) => void;
  readonly onError: (error: unknown) => void;
  /** For tests. */
  readonly closeGraceMs?: number;
};

/** While it runs, a host that is to end does not. */
const CLOSE_GRACE_MS = 10_000;
/** Nobody waits at a page for longer. */
const MAX_TRIAL_SECONDS = 300;
const MAX_ANSWER = 400;

/** What is known of one backup and its hooks. */
type Round = {
  readonly backup: HookedBackup;
  readonly hooks: readonly PlanHook[];
  readonly log: (entry: JobLogEntry) => void;
  done: string[];
  running: OwedHooks["running"];
  /** What the result of the backup has to say of them, as long as it is not over. */
  problems: JobProblem[];
  isOver: boolean;
  current: { readonly stop: AbortController; readonly ended: Promise<unknown> } | undefined;
};

export function createBackupHooks(parts: BackupHookParts): BackupHooks {
  const { clock, owed } = parts;
  const behind = new Map<JobId, { readonly planId: PlanId; readonly ended: Promise<void> }>();
  const closing = new AbortController();

  /** What is owed is a safety net: without room for it in the catalog, backups go on. */
  const write = (act: () => void) => {
    try {
      act();
    } catch (error) {
      parts.onError(error);
    }
  };
  const remember = ({ backup, hooks, done, running }: Round) =>
    write(() => owed.put({ backup: { ...backup }, hooks: [...hooks], done: [...done], running }));

  async function runOne(
    round: Round,
    hook: PlanHook,
    outcome: BackupOutcome | undefined,
    signal: AbortSignal,
  ): Promise<HookEnd> {
    const { backup, log } = round;
    const stop = new AbortController();
    const { name, when, program } = hook;
    const startedMs = clock.nowMs();
    const facts = { hook: name };
    log({ level: "info", text: "hook is run", facts: { ...facts, when, program } });
    const running = runHookProgram(
      hook,
      hookVariables(hook, backup, outcome, { nowMs: startedMs, isTrial: false }),
      {
        onStarted(pid) {
          const stamp = processStamp(pid);
          round.running = stamp === undefined ? null : { pid, stamp };
          remember(round);
        },
        onLine: (text) => log({ level: "info", text, facts }),
        onLeftOut: (bytes) =>
          log({ level: "warning", text: "more of its output was not kept", facts: { ...facts, bytes } }),
      },
      AbortSignal.any([signal, stop.signal]),
    );
    round.current = { stop, ended: running };
    const end = await running;
    round.current = undefined;
    round.running = null;
    note(round, hook, end, clock.nowMs() - startedMs);
    return end;
  }

  function note(round: Round, hook: PlanHook, { problem, status, lastLines }: HookEnd, tookMs: number): void {
    const { name, onFailure } = hook;
    const facts = { hook: name, tookMs: Math.max(0, Math.round(tookMs)), status };
    if (problem === null) {
      round.log({ level: "info", text: "hook worked", facts });
      parts.onWell(round.backup, hook);
      return;
    }
    const level = onFailure === "ignore" ? "info" : "warning";
    round.log({ level, text: "hook failed", facts: { ...facts, problem, onFailure } });
    if (onFailure === "ignore") return;
    // nobody need be told of what a cancel did, and what ends with this host is run once more by the next
    if (problem === "stopped" && (hook.when === "before" || closing.signal.aborted)) return;
    round.problems.push({ path: name, reason: `hook-${problem}`, systemCode: status });
    // the job's own error says it
    const isRefusal = hook.when === "before" && onFailure === "abort";
    if (!isRefusal) parts.onFailed({ backup: round.backup, hook, problem, answer: answerOf(lastLines) });
  }

  /** @returns why there is to be no backup */
  async function runBefore(round: Round, signal: AbortSignal): Promise<WireError | undefined> {
    for (const hook of round.hooks) {
      if (hook.when !== "before") continue;
      if (signal.aborted) return undefined;
      const { problem, status, lastLines } = await runOne(round, hook, undefined, signal);
      if (problem === null || hook.onFailure !== "abort" || signal.aborted) continue;
      const details = { name: hook.name, problem, status, answer: answerOf(lastLines) };
      return toWire(new BackstayError("BACKUP_HOOK_FAILED", details), round.backup.jobId);
    }
    return undefined;
  }

  async function runAfter(round: Round, outcome: BackupOutcome): Promise<void> {
    const isGood = outcome.state === "done" || outcome.state === "done-with-problems";
    for (const hook of round.hooks) {
      const fits = hook.when === "after" || hook.when === (isGood ? "success" : "failure");
      if (!fits || round.done.includes(hook.name)) continue;
      if (closing.signal.aborted) return; // the next host runs it
      await runOne(round, hook, outcome, closing.signal);
      if (closing.signal.aborted) return; // what was ended halfway is run once more
      round.done.push(hook.name);
      remember(round);
    }
    write(() => owed.remove(round.backup.jobId));
  }

  /** Runs what comes after a backup, and holds back the next one of its plan as long. */
  function runBehind(round: Round, outcome: BackupOutcome): Promise<void> {
    const { jobId, planId } = round.backup;
    const ended = runAfter(round, outcome)
      .catch(parts.onError)
      .then(() => {
        behind.delete(jobId);
        if (round.isOver) parts.onRunBehind(planId, jobId);
      });
    behind.set(jobId, { planId, ended });
    return ended;
  }

  async function bracket(
    round: Round,
    work: () => Promise<JobEnd>,
    signal: AbortSignal,
    report: (phase: "before" | "after") => void,
  ): Promise<JobEnd> {
    remember(round);
    if (round.hooks.some(({ when }) => when === "before")) report("before");
    const refusal = await runBefore(round, signal);
    const end = signal.aborted
      ? failedEnd(toWire(signal.reason, round.backup.jobId))
      : refusal === undefined
        ? await work()
        : failedEnd(refusal);
    const rest = runBehind(round, outcomeOf(end));
    if (end.state !== "cancelled") {
      if (round.current !== undefined) report("after");
      await Promise.race([rest, aborted(signal)]);
      // a person who cancels what hangs has waited long enough; whatever else ends the job must not keep a service from coming back
      if (signal.aborted && isByPerson(signal.reason)) {
        round.current?.stop.abort();
        await round.current?.ended;
      }
    }
    round.isOver = true;
    return "result" in end ? withProblems(end, round) : end;
  }

  function newRound(backup: HookedBackup, hooks: readonly PlanHook[], log: Round["log"]): Round {
    return {
      ...{ backup, hooks, log, done: [], running: null },
      ...{ problems: [], isOver: false, current: undefined },
    };
  }

  return {
    async around(job, work, { signal, events, lastProgress }) {
      const { planId } = job.origin;
      const hooks = planId === undefined ? [] : parts.hooksOf(planId).filter(({ isEnabled }) => isEnabled);
      const backup = hooks.length === 0 ? undefined : parts.describe(job);
      if (backup === undefined || signal.aborted) return await work();
      return await bracket(newRound(backup, hooks, events.onLog), work, signal, (phase) =>
        events.onProgress({ filesDone: 0, bytesDone: 0, ...lastProgress(), phase }),
      );
    },
    isBusy: (planId) => behind.values().some((one) => one.planId === planId),
    settle() {
      for (const { backup, hooks, done, running } of owed.list()) {
        const { jobId } = backup;
        if (running !== null && processStamp(running.pid) === running.stamp)
          signalGroup(running.pid, "SIGKILL"); // it is to be run again, not beside itself
        const round = newRound(backup, hooks, (entry) => parts.log(jobId, entry));
        const job = parts.jobOf(jobId);
        const wasOver = job !== undefined && job.state !== "queued" && job.state !== "running";
        Object.assign(round, { done: [...done], isOver: true });
        void runBehind(round, wasOver ? job : { state: "interrupted", result: undefined, error: undefined });
      }
    },
    async tryOut(planId, name) {
      const hook = parts.hooksOf(planId).find((one) => isSameName(one.name, name));
      if (hook === undefined) throw new BackstayError("HOOK_NOT_FOUND", {});
      const startedMs = clock.nowMs();
      const { problem, status, lastLines } = await runHookProgram(
        { ...hook, limitSeconds: Math.min(hook.limitSeconds, MAX_TRIAL_SECONDS) },
        hookVariables(hook, parts.describeTrial(planId), undefined, { nowMs: startedMs, isTrial: true }),
        { onLine: () => undefined, onLeftOut: () => undefined },
        closing.signal,
      );
      const tookMs = Math.max(0, Math.round(clock.nowMs() - startedMs));
      return { problem, status, tookMs, output: [...lastLines] };
    },
    async close() {
      const timer = setTimeout(() => closing.abort(), parts.closeGraceMs ?? CLOSE_GRACE_MS);
      await Promise.all([...behind.values()].map(({ ended }) => ended));
      clearTimeout(timer);
      closing.abort();
    },
  };
}

function outcomeOf(end: JobEnd): BackupOutcome {
  return "result" in end
    ? { state: end.state, result: end.result, error: undefined }
    : { state: end.state, result: undefined, error: end.error };
}

/** A backup that is good, and says which of its hooks were not. */
function withProblems(end: Extract<JobEnd, { result: unknown }>, { problems }: Round): JobEnd {
  if (problems.length === 0) return end;
  const { problemCount, summary } = end.result;
  const others = Array.isArray(summary.problems) ? summary.problems : [];
  const result = {
    problemCount: problemCount + problems.length,
    summary: {
      ...{ ...summary, hookProblems: problems.length },
      problems: [
        ...problems.map(({ path, reason, systemCode }) => ({ path, reason, systemCode })),
        ...others,
      ], // first, as not all of them are always shown
    },
  };
  return { state: "done-with-problems", result };
}

function answerOf(lines: readonly string[]): string {
  const line = lines.at(-1) ?? "";
  return line.length > MAX_ANSWER ? `${line.slice(0, MAX_ANSWER)}…` : line;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function isByPerson(reason: unknown): boolean {
  return isBackstayError(reason, "CANCELLED") && reason.details.reason === "person";
}
