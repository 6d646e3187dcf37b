import { isMethodName, type MethodName, methods } from "../../shared/api/methods.ts";
import type { AuditFacts, AuditOutcome } from "../../shared/model/audit.ts";
import type { Dispatch, DispatchResult } from "../api/dispatch.ts";
import type { Caller } from "../api/handlers.ts";
import type { AuditTrail, NewAct } from "./audit-trail.ts";
import { type CallDescription, describeCall, isRecorded, type NameOf } from "./describe-call.ts";

/** Records each call that changes something, before it is done and after. What the contract refuses was never done. */
export function auditCalls(answer: Dispatch, trail: Pick<AuditTrail, "begin">, nameOf: NameOf): Dispatch {
  return async (name, input, caller) => {
    const checked = checkedInput(name, input, caller);
    if (checked === undefined) return await answer(name, input, caller);
    const { method, data } = checked;
    const end = trail.begin({ actor: actorOf(caller), action: method, ...described(method, data, nameOf) });
    const result = await answer(name, input, caller);
    end(outcomeOf(result));
    return result;
  };
}

function checkedInput(
  name: string,
  input: unknown,
  { rights }: Caller,
): { readonly method: MethodName; readonly data: unknown } | undefined {
  if (!isMethodName(name) || !isRecorded(name) || !rights.has(methods[name].right)) return undefined;
  const checked = methods[name].input.safeParse(input);
  return checked.success ? { method: name, data: checked.data } : undefined;
}

/** What cannot be looked up now is left out: that something was done counts more. */
function described(method: MethodName, data: unknown, nameOf: NameOf): CallDescription {
  try {
    return describeCall(method, data, nameOf);
  } catch {
    return { subjects: [], facts: {} };
  }
}

/** By what hosts call themselves; see `Caller`. */
export function actorOf({ name, address, session }: Caller): NewAct["actor"] {
  const kind = name === "desktop" ? "desktop" : name.startsWith("console") ? "console" : "local";
  return {
    kind: name === "engine" ? "engine" : kind,
    ...(address === undefined ? {} : { address }),
    ...(session === undefined ? {} : { session }),
  };
}

/** What it came to: ids that the answer holds, and the code of an error. */
function outcomeOf(result: DispatchResult): AuditOutcome {
  if (result.kind === "error") return { is: "failed", code: result.error.code, facts: {} };
  return { is: "done", code: null, facts: idsIn(result.value) };
}

function idsIn(value: unknown): AuditFacts {
  if (typeof value !== "object" || value === null) return {};
  const ids = Object.entries(value).filter(
    ([key, id]) => (key === "id" || key === "jobId" || key === "runId") && typeof id === "string",
  );
  return Object.fromEntries(ids);
}
