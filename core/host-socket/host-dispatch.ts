import {
  type HostInput,
  type HostMethodName,
  type HostOutput,
  hostMethods,
  isHostMethodName,
} from "../../shared/api/host-methods.ts";
import { BackstayError, isBackstayError, toWire } from "../../shared/errors.ts";
import type { Dispatch } from "../api/dispatch.ts";

/** What answers for a host. A missing or misspelt handler does not compile. */
export type HostHandlers = {
  readonly [N in HostMethodName]: (input: HostInput<N>) => Promise<HostOutput<N>>;
};

/**
 * Lets the socket of a host answer for the host itself too, with the same checks as for the engine's methods.
 * @param onMistake as for `createDispatch`
 */
export function withHostMethods(
  engine: Dispatch,
  handlers: HostHandlers,
  onMistake: (error: unknown, method: string) => string,
): Dispatch {
  return async (name, input, caller) => {
    if (!isHostMethodName(name)) return engine(name, input, caller);
    try {
      const { right, input: schema, output } = hostMethods[name];
      if (!caller.rights.has(right)) throw new BackstayError("NOT_ALLOWED", { method: name });
      const checked = schema.safeParse(input);
      if (!checked.success) {
        const where = checked.error.issues[0]?.path.join(".") ?? "";
        throw new BackstayError("CALL_INVALID", { method: name, where });
      }
      // the name decides which handler and which input this is, which the compiler cannot follow
      const handler = handlers[name] as (input: unknown) => Promise<unknown>;
      return { kind: "value", value: output.parse(await handler(checked.data)) };
    } catch (error) {
      const reference = isBackstayError(error) ? "" : onMistake(error, name);
      return { kind: "error", error: toWire(error, reference) };
    }
  };
}
