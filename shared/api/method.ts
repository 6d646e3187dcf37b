import type { z } from "zod";

/** `read` looks, `write` changes something or starts work. */
export type Right = "read" | "write";

/**
 * What a caller may have besides: `programs` says which programs Backstay runs. Only who could run them anyway has it, so not the
 * session of a browser, whose cookie may have come into other hands.
 */
export type CallerRight = Right | "programs";

export type Method<In extends z.ZodType = z.ZodType, Out extends z.ZodType = z.ZodType> = {
  readonly right: Right;
  readonly input: In;
  readonly output: Out;
};

export function method<In extends z.ZodType, Out extends z.ZodType>(
  right: Right,
  input: In,
  output: Out,
): Method<In, Out> {
  return { right, input, output };
}
