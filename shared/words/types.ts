import type {
  CancelReason,
  CorruptReason,
  ErrorCode,
  ErrorDetails,
  ExpectedValue,
  FileKind,
  PatternProblem,
  PruneObstacle,
  UnsafeName,
  UsageProblem,
} from "../errors.ts";

/** What a person reads. Plain text of one or more sentences; nothing in it has been made safe for a terminal yet. */
export type ErrorText = {
  /** What happened. */
  readonly message: string;
  /** What it means for the data, and what to do now. */
  readonly hint: string;
};

/** The words of one language. A code without words does not compile. */
export type ErrorWords = { readonly [C in ErrorCode]: (details: ErrorDetails[C]) => ErrorText };

/** One sentence for each problem of a command line. */
export type UsageWords = Readonly<Record<UsageProblem, (about: readonly string[]) => string>>;

/** What error words are put together from, each fitting into the middle of a sentence. */
export type ErrorTerms = {
  readonly kinds: Readonly<Record<FileKind | "blob", string>>;
  readonly corrupt: Readonly<Record<CorruptReason, string>>;
  readonly pattern: Readonly<Record<PatternProblem, string>>;
  readonly pruneObstacle: Readonly<Record<PruneObstacle, string>>;
  readonly unsafeName: Readonly<Record<UnsafeName, string>>;
  readonly entryTypeWrong: Readonly<Record<ErrorDetails["ENTRY_TYPE_WRONG"]["expected"], string>>;
  readonly location: Readonly<Record<ErrorDetails["STORE_LOCATION_INVALID"]["reason"], string>>;
  readonly expected: Readonly<Record<ExpectedValue, string>>;
  readonly cancelled: Readonly<Record<CancelReason, string>>;
};
