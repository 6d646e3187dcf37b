import { randomUUID } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { BackstayError } from "../../../shared/errors.ts";
import type { RepositoryId } from "../../../shared/ids.ts";
import {
  HOOK_RUNS_KEPT,
  HookDraft,
  HookIdText,
  HookRun,
  type HookSecrets,
  type HookView,
} from "../../../shared/model/failover-hooks.ts";
import { RepositoryIdText } from "../../../shared/model/primitives.ts";
import { parseChannelAddress } from "../../alerts/channels/check-address.ts";
import type { SettingsStore } from "../../catalog/settings-store.ts";
import type { Clock } from "../../clock.ts";
import type { SecretStore } from "../../secrets/secret-store.ts";
import { runHook } from "./run-hook.ts";
import type { HookPort, HookTransition } from "./transition.ts";

const HookRecord = HookDraft.extend({
  id: HookIdText,
  repositoryId: RepositoryIdText,
  addressHost: z.string(),
  kept: z.array(z.enum(["address", "key"])),
  /** With the transition it was run for, so that none is run twice for the same one. */
  lastRun: HookRun.extend({ transitionId: z.string() }).nullable(),
  runs: z.array(HookRun).default([]),
});
export type HookRecord = z.infer<typeof HookRecord>;

/** Hooks around moves: what a person sets up, and the port by which failover has them run. */
export type HookService = HookPort & {
  list(id: RepositoryId): HookView[];
  /**
   * @param mayChooseProgram whether the caller may say which program is run
   * @throws {BackstayError} HOOK_NOT_FOUND, HOOK_REFUSED, CHANNEL_ADDRESS_INVALID, NAME_TAKEN
   */
  save(
    repositoryId: RepositoryId,
    id: string | null,
    draft: HookDraft,
    secrets: HookSecrets,
    mayChooseProgram: boolean,
  ): Promise<HookView>;
  remove(id: string): Promise<void>;
  /** Those of a repository that is not known here any more. */
  removeOf(id: RepositoryId): Promise<void>;
  /** @throws {BackstayError} HOOK_NOT_FOUND */
  tryOut(id: string, transitionOf: (hook: HookRecord) => HookTransition): Promise<HookRun>;
  repositoryOf(id: string): RepositoryId;
};

export type HookServiceParts = {
  readonly settings: Pick<SettingsStore, "get" | "setAll">;
  readonly secrets: SecretStore;
  readonly clock: Clock;
  /** Told of each run, also of those that nobody is to be warned of. */
  readonly onRun: (hook: HookRecord, transition: HookTransition, run: HookRun) => void;
  /** Of a hook that is gone, or that nobody is to be warned of any more. */
  readonly onSettled: (hook: HookRecord) => void;
  /** One of a repository came, went, was changed or run. */
  readonly onChange: (id: RepositoryId) => void;
};

const SETTING = "failoverHooks";
const SECRETS = ["address", "key"] as const;

export function createHookService(parts: HookServiceParts): HookService {
  const { settings, secrets, clock } = parts;
  const all = (): HookRecord[] =>
    z
      .array(HookRecord)
      .catch([])
      .parse(settings.get(SETTING) ?? []);
  const keep = (hooks: readonly HookRecord[]) => settings.setAll({ [SETTING]: hooks });
  const require = (id: string): HookRecord => {
    const hook = all().find((one) => one.id === id);
    if (hook === undefined) throw new BackstayError("HOOK_NOT_FOUND", {});
    return hook;
  };
  const secretsOf = async ({ id, kept }: HookRecord): Promise<HookSecrets> => {
    const found = await Promise.all(
      kept.map(async (name) => [name, await secrets.get(secretName(id, name))] as const),
    );
    return Object.fromEntries(found.filter(([, value]) => value !== undefined));
  };

  async function runOne(hook: HookRecord, transition: HookTransition, signal: AbortSignal): Promise<HookRun> {
    const { action, limitSeconds } = hook;
    const startedMs = clock.nowMs();
    const end = await secretsOf(hook).then(
      (own) => runHook(action, own, transition, limitSeconds * 1000, startedMs, signal),
      () => ({ problem: "secret-missing" as const, answer: "" }),
    );
    const tookMs = Math.max(0, Math.round(clock.nowMs() - startedMs));
    const run: HookRun = { atMs: startedMs, move: transition.move, tookMs, ...end };
    // what was called off counts as not run: it is run again when the move goes on
    if (!signal.aborted) {
      const lastRun = { ...run, transitionId: transition.id };
      const kept = (runs: readonly HookRun[]) => [run, ...runs].slice(0, HOOK_RUNS_KEPT);
      keep(all().map((one) => (one.id === hook.id ? { ...one, lastRun, runs: kept(one.runs) } : one)));
      parts.onRun(hook, transition, run);
      parts.onChange(hook.repositoryId);
    }
    return run;
  }

  async function remove(id: string): Promise<void> {
    const hook = require(id);
    keep(all().filter((one) => one.id !== id));
    parts.onSettled(hook);
    for (const name of SECRETS) await secrets.remove(secretName(id, name));
    parts.onChange(hook.repositoryId);
  }

  return {
    list: (id) =>
      all()
        .filter(({ repositoryId }) => repositoryId === id)
        .map(viewOf),
    repositoryOf: (id) => require(id).repositoryId,
    async save(repositoryId, id, draft, given, mayChooseProgram) {
      const before = id === null ? undefined : require(id);
      check(draft, given, before, mayChooseProgram);
      if (
        all().some(
          (other) => other.repositoryId === repositoryId && other.name === draft.name && other.id !== id,
        )
      )
        throw new BackstayError("NAME_TAKEN", { name: draft.name });
      const hookId = id ?? randomUUID();
      const isSamePlace = given.address === undefined || hostOf(given.address) === before?.addressHost;
      const kept: HookRecord["kept"] = [];
      for (const name of SECRETS) {
        const isWanted = draft.action.kind === "webhook";
        // a key that was meant for one server never goes to another
        const isKept = before?.kept.includes(name) === true && (name === "address" || isSamePlace);
        if (isWanted && given[name] !== undefined) await secrets.set(secretName(hookId, name), given[name]);
        else if (!(isWanted && isKept)) {
          await secrets.remove(secretName(hookId, name));
          continue;
        }
        kept.push(name);
      }
      const address = given.address === undefined ? before?.addressHost : hostOf(given.address);
      const record: HookRecord = {
        ...{ ...draft, id: hookId, repositoryId: before?.repositoryId ?? repositoryId, kept },
        addressHost: draft.action.kind === "webhook" ? (address ?? "") : "",
        lastRun: before?.lastRun ?? null,
        runs: before?.runs ?? [],
      };
      const others = all();
      keep(
        before === undefined ? [...others, record] : others.map((one) => (one.id === hookId ? record : one)),
      );
      if (!record.isEnabled || record.onFailure === "ignore") parts.onSettled(record);
      parts.onChange(record.repositoryId);
      return viewOf(record);
    },
    remove,
    async removeOf(repositoryId) {
      for (const hook of all()) if (hook.repositoryId === repositoryId) await remove(hook.id);
    },
    tryOut: async (id, transitionOf) => {
      const hook = require(id);
      return await runOne(hook, transitionOf(hook), new AbortController().signal);
    },
    async run(transition, signal) {
      const { when, move, repositoryId, by, id } = transition;
      const hooks = all().filter(
        (hook) =>
          hook.isEnabled &&
          hook.repositoryId === repositoryId &&
          hook.when === when &&
          hook.moves.includes(move) &&
          // what comes after a move is asked for again when the host ended in between
          !(when === "after" && hook.lastRun?.transitionId === id),
      );
      for (const hook of hooks) {
        signal.throwIfAborted();
        const { problem } = await runOne(hook, transition, signal);
        signal.throwIfAborted();
        const givesUp = when === "before" && by === "person" && hook.onFailure === "abort";
        if (problem !== null && givesUp) throw new BackstayError("HOOK_FAILED", { name: hook.name, problem });
      }
    },
  };
}

function viewOf({ kept, lastRun, ...hook }: HookRecord): HookView {
  if (lastRun === null) return { ...hook, isSigned: kept.includes("key"), lastRun };
  const { transitionId: _, ...run } = lastRun;
  return { ...hook, isSigned: kept.includes("key"), lastRun: run };
}

/** @throws {BackstayError} HOOK_REFUSED, CHANNEL_ADDRESS_INVALID */
function check(
  { name, action }: HookDraft,
  given: HookSecrets,
  before: HookRecord | undefined,
  mayChooseProgram: boolean,
): void {
  const refuse = (reason: "program-not-permitted" | "program-relative" | "address-missing") =>
    new BackstayError("HOOK_REFUSED", { name, reason });
  if (action.kind === "webhook") {
    if (given.address !== undefined) parseChannelAddress(given.address);
    else if (before?.kept.includes("address") !== true) throw refuse("address-missing");
    return;
  }
  if (!path.isAbsolute(action.program)) throw refuse("program-relative");
  const isSame = JSON.stringify(before?.action) === JSON.stringify(action);
  if (!mayChooseProgram && !isSame) throw refuse("program-not-permitted");
}

function hostOf(address: string): string {
  return parseChannelAddress(address).host;
}

function secretName(id: string, name: (typeof SECRETS)[number]): string {
  return `hook:${id}:${name}`;
}
