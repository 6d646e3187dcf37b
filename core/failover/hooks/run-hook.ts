import type { HOOK_PROBLEMS, HookAction, HookSecrets } from "../../../shared/model/failover-hooks.ts";
import { askOverHttp } from "../../alerts/channels/ask-over-http.ts";
import { cleanAnswer } from "../../alerts/channels/clean-answer.ts";
import { runProgram } from "../../alerts/channels/run-program.ts";
import { signBody } from "../../alerts/channels/webhook-shapes.ts";
import { bodyOf, environmentOf, type HookTransition } from "./transition.ts";

export type HookEnd = { readonly problem: (typeof HOOK_PROBLEMS)[number] | null; readonly answer: string };

const CONNECT_MS = 15_000;

/** Does what one hook is to do. Never rejects: what went wrong is part of the answer, and names no secret. */
export async function runHook(
  action: HookAction,
  secrets: HookSecrets,
  transition: HookTransition,
  limitMs: number,
  nowMs: number,
  signal: AbortSignal,
): Promise<HookEnd> {
  return action.kind === "webhook"
    ? await post(secrets, transition, limitMs, nowMs, signal)
    : await start(action, transition, limitMs, signal);
}

async function start(
  { program, arguments: args }: Exclude<HookAction, { kind: "webhook" }>,
  transition: HookTransition,
  limitMs: number,
  signal: AbortSignal,
): Promise<HookEnd> {
  const end = await runProgram({
    ...{ program, arguments: args, env: environmentOf(transition), limitMs, signal },
    input: `${JSON.stringify(bodyOf(transition))}\n`,
  });
  const say = (text: string) => cleanAnswer(text, {});
  switch (end.is) {
    case "done":
      return { problem: null, answer: say(end.output) };
    case "failed":
      return { problem: "program-failed", answer: say(`${end.status} ${end.output}`) };
    case "stopped":
      return { problem: signal.aborted ? "stopped" : "timed-out", answer: say(end.output) };
    case "missing":
      return { problem: "program-missing", answer: say(end.code) };
  }
}

async function post(
  { address, key }: HookSecrets,
  transition: HookTransition,
  limitMs: number,
  nowMs: number,
  signal: AbortSignal,
): Promise<HookEnd> {
  if (address === undefined) return { problem: "secret-missing", answer: "" };
  const body = JSON.stringify(bodyOf(transition));
  const timestamp = String(Math.floor(nowMs / 1000));
  const result = await askOverHttp(
    {
      ...{ address, method: "POST", body },
      headers: {
        "content-type": "application/json; charset=utf-8",
        "x-backstay-delivery": transition.id,
        "x-backstay-timestamp": timestamp,
        ...(key === undefined ? {} : { "x-backstay-signature": signBody(key, timestamp, body) }),
      },
    },
    {
      secrets: { address, ...(key === undefined ? {} : { key }) },
      limits: { totalMs: limitMs, connectMs: CONNECT_MS },
      ...{ signal, nowMs },
    },
  );
  if (result.kind === "delivered") return { problem: null, answer: result.answer };
  if (signal.aborted) return { problem: "stopped", answer: result.answer };
  return { problem: result.problem, answer: result.answer };
}
