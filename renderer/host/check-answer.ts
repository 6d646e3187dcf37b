import { type MethodName, methods, type Output } from "../../shared/api/methods.ts";
import { BackstayError } from "../../shared/errors.ts";

/**
 * What came over the wire, as what the contract says it is.
 *
 * @throws {BackstayError} INTERNAL when it is something else: page and host are not of the same build
 */
export function checkAnswer<N extends MethodName>(name: N, value: unknown): Output<N> {
  const checked = methods[name].output.safeParse(value);
  if (!checked.success) throw new BackstayError("INTERNAL", { logReference: `page:${name}` });
  return checked.data as Output<N>; // the schema belongs to the name, which the compiler cannot follow
}
