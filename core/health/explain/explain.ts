import type { Finding, HealthSeverity, HealthSubject } from "../../../shared/model/health-verdict.ts";
import { describeFinding } from "../../../shared/words/describe-finding.ts";
import type { FindingMoment, FindingText } from "../../../shared/words/finding-words.ts";
import type { Language } from "../../../shared/words/language.ts";
import { MAX_OUTPUT_BYTES } from "../reading/decode-output.ts";
import { unreadable } from "../reading/empty.ts";
import { isBlank } from "../reading/json.ts";
import { judgeReading } from "../rules/judge-reading.ts";
import { worstSeverity } from "../rules/severity.ts";
import { isMixed } from "./guess-kind.ts";
import { KINDS, type KindName } from "./kinds.ts";
import { type OutputPart, splitOutput } from "./split-output.ts";

/** One reason for a verdict, with its words; `text` is all of them after one another. */
export type Reason = Pick<Finding, "code" | "level" | "details"> & FindingText & { readonly text: string };

/** What an output says about one thing. */
export type ExplainedSubject = Pick<HealthSubject, "kind" | "id" | "verdict"> & {
  readonly reasons: readonly Reason[];
};

export type Explained = {
  /** Of which kind the output was taken to be; null when it looks like none. Several, with commas, where it holds several. */
  readonly kind: string | null;
  /** The worst of the subjects; `unknown` when nothing could be judged. */
  readonly severity: HealthSeverity;
  readonly subjects: readonly ExplainedSubject[];
};

/**
 * Judges a saved output of a tool as if the tool had just been run, without history: for support, and for tests.
 *
 * @param kind `auto` finds out by the content
 */
export function explain(
  text: string,
  kind: KindName | "auto",
  moment: FindingMoment,
  language: Language,
): Explained {
  const isTooLong = text.length > MAX_OUTPUT_BYTES;
  const parts = isTooLong ? [{ text, kind: undefined }] : splitOutput(text);
  const [only] = parts.length === 1 ? parts : [];
  // what somebody says that it is counts where it is one output; of several each is what it looks like
  const asked = kind === "auto" ? undefined : kind;
  const named = only === undefined ? parts : [{ ...only, kind: asked ?? only.kind }];
  const kinds = new Set(named.flatMap((part) => part.kind ?? []));
  const subjects = named.flatMap((part) => judge(part, only === undefined));
  return {
    kind: kinds.size === 0 ? null : [...kinds].join(", "),
    severity: worstSeverity(subjects),
    subjects: subjects.map(({ kind: subject, id, verdict, findings }) => ({
      kind: subject,
      id,
      verdict,
      reasons: findings.map((finding) => reasonOf(finding, moment, language)),
    })),
  };
}

function reasonOf(finding: Finding, moment: FindingMoment, language: Language): Reason {
  const words = describeFinding(finding, moment, language);
  const text = [words.what, words.means, words.todo].join(language === "zh" ? "" : " ");
  return { ...finding, ...words, text };
}

/** @param isOneOfSeveral a program whose output is not known stands beside others then */
function judge({ text, kind }: OutputPart, isOneOfSeveral: boolean): readonly HealthSubject[] {
  if (text.length > MAX_OUTPUT_BYTES) return judgeReading(unreadable("output-too-long"));
  if (kind === undefined) {
    const reason = isOneOfSeveral ? "output-mixed" : isBlank(text) ? "output-empty" : "output-unreadable";
    return judgeReading(unreadable(reason));
  }
  const { parse, about, judge: judgeOwn } = KINDS[kind];
  const reading = parse(text);
  const subjects = judgeOwn === undefined ? judgeReading(reading, about) : judgeOwn(reading);
  return isMixed(text, kind) ? [...subjects, ...judgeReading(unreadable("output-mixed"), about)] : subjects;
}
