import {
  HOOK_MOVES,
  type HookAction,
  type HookDraft,
  type HookMove,
  type HookSecrets,
  type HookView,
} from "../../../../shared/model/failover-hooks.ts";

export const HOOK_KINDS = ["webhook", "command", "remount"] as const;
export type HookKind = (typeof HOOK_KINDS)[number];

/** A hook as it is typed. */
export type HookForm = {
  readonly kind: HookKind;
  readonly name: string;
  readonly when: HookDraft["when"];
  readonly moves: readonly HookMove[];
  readonly program: string;
  /** One a line. */
  readonly arguments: string;
  readonly address: string;
  readonly key: string;
  readonly limit: string;
  readonly onFailure: HookDraft["onFailure"];
  readonly isEnabled: boolean;
};

export const EMPTY_HOOK: HookForm = {
  ...{ kind: "webhook", name: "", when: "after", moves: HOOK_MOVES, program: "", arguments: "" },
  ...{ address: "", key: "", limit: "30", onFailure: "warn", isEnabled: true },
};

export function formOfHook({ action, limitSeconds, ...hook }: HookView): HookForm {
  const { name, when, moves, onFailure, isEnabled } = hook;
  return {
    ...{ ...EMPTY_HOOK, kind: action.kind, name, when, moves, onFailure, isEnabled },
    ...(action.kind === "webhook" ? {} : { program: action.program, arguments: action.arguments.join("\n") }),
    limit: String(limitSeconds),
  };
}

/** @returns undefined when it is not a whole number that a hook may be given */
export function limitOf({ limit }: HookForm): number | undefined {
  const seconds = /^\d{1,3}$/.test(limit.trim()) ? Number(limit) : 0;
  return seconds >= 1 && seconds <= 300 ? seconds : undefined;
}

/**
 * @param hasAddress whether the key store has one already
 * @returns undefined while something lacks without which it cannot be saved
 */
export function hookDraftOf(form: HookForm, hasAddress: boolean): HookDraft | undefined {
  const { name, when, onFailure, isEnabled } = form;
  const action = actionOf(form, hasAddress);
  const limitSeconds = limitOf(form);
  const moves = HOOK_MOVES.filter((move) => form.moves.includes(move));
  const lacks = name.trim() === "" || moves.length === 0;
  return lacks || action === undefined || limitSeconds === undefined
    ? undefined
    : {
        name: name.trim(),
        when,
        moves,
        action,
        limitSeconds,
        isEnabled,
        onFailure: failureOf(when, onFailure),
      };
}

/** What is over can not be given up. */
function failureOf(when: HookDraft["when"], wanted: HookDraft["onFailure"]): HookDraft["onFailure"] {
  return when === "after" && wanted === "abort" ? "warn" : wanted;
}

function actionOf(form: HookForm, hasAddress: boolean): HookAction | undefined {
  const { kind, program, address } = form;
  if (kind === "webhook") return hasAddress || address.trim() !== "" ? { kind } : undefined;
  const lines = form.arguments === "" ? [] : form.arguments.split("\n");
  return program.trim() === "" ? undefined : { kind, program: program.trim(), arguments: lines };
}

/** What was typed; an empty field leaves what is kept as it is. */
export function hookSecretsOf({ kind, address, key }: HookForm): HookSecrets {
  if (kind !== "webhook") return {};
  return { ...(address.trim() === "" ? {} : { address: address.trim() }), ...(key === "" ? {} : { key }) };
}
