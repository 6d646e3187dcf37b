import type { CallerRight } from "../../shared/api/method.ts";
import type { CheckedInput, MethodName, Output } from "../../shared/api/methods.ts";

/** Who calls. */
export type Caller = {
  /** For the log: `desktop`, `console 127.0.0.1`, `command line`. Never anything secret. */
  readonly name: string;
  readonly rights: ReadonlySet<CallerRight>;
  /** Where a browser is, and which session of its it is, for the audit trail. */
  readonly address?: string;
  readonly session?: string;
};

/** What answers the contract. A missing or misspelt handler does not compile. */
export type Handlers = {
  readonly [N in MethodName]: (input: CheckedInput<N>, caller: Caller) => Promise<Output<N>>;
};

/** Those of one or several parts of the contract, by what stands before the dot. */
export type HandlersOf<Part extends string> = Pick<Handlers, Extract<MethodName, `${Part}.${string}`>>;
