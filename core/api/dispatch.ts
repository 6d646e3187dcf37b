import { z } from "zod";
import { isMethodName, methods } from "../../shared/api/methods.ts";
import { BackstayError, isBackstayError, toWire, type WireError } from "../../shared/errors.ts";
import type { Caller, Handlers } from "./handlers.ts";

export type DispatchResult =
  | { readonly kind: "value"; readonly value: unknown }
  | { readonly kind: "error"; readonly error: WireError };

export type Dispatch = (name: string, input: unknown, caller: Caller) => Promise<DispatchResult>;

/**
 * The only way in: checks that the method exists and that the caller may use it, checks the input, runs the handler and checks
 * what it returns. Never rejects.
 *
 * @param onMistake told of what is no BackstayError, which crosses as INTERNAL without its text
 * @param translate says in our words what the system said; undefined for what is a mistake
 */
export function createDispatch(
  handlers: Handlers,
  onMistake: (error: unknown, method: string) => string,
  translate: (error: unknown) => BackstayError | undefined = () => undefined,
): Dispatch {
  return async (name, input, caller) => {
    try {
      return { kind: "value", value: await run(handlers, name, input, caller) };
    } catch (thrown) {
      const error = isBackstayError(thrown) ? thrown : (translate(thrown) ?? thrown);
      const reference = isBackstayError(error) ? "" : onMistake(error, name);
      return { kind: "error", error: toWire(error, reference) };
    }
  };
}

async function run(handlers: Handlers, name: string, input: unknown, caller: Caller): Promise<unknown> {
  if (!isMethodName(name)) throw new BackstayError("CALL_INVALID", { method: name.slice(0, 100), where: "" });
  const { right, input: inputSchema, output } = methods[name];
  if (!caller.rights.has(right)) throw new BackstayError("NOT_ALLOWED", { method: name });
  const checked = inputSchema.safeParse(input);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const where = issue?.path.join(".") ?? "";
    throw new BackstayError("CALL_INVALID", { method: name, where });
  }
  // the name decides which handler and which input this is, which the compiler cannot follow
  const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>;
  return z.parse(output, await handler(checked.data, caller));
}
