import type { CommanderError } from "commander";
import type { ErrorDetails } from "../shared/errors.ts";

type Usage = ErrorDetails["USAGE"];

/** What commander says, taken apart so that it can be said in any language: its errors carry nothing but a text. */
const SAYINGS: readonly (readonly [says: RegExp, problem: Usage["problem"]])[] = [
  [/^unknown option '(.*?)'(?:\s*\(Did you mean (?:one of )?(.*)\?\))?$/s, "option-unknown"],
  [/^unknown command '(.*?)'(?:\s*\(Did you mean (?:one of )?(.*)\?\))?$/s, "command-unknown"],
  [/^missing required argument '(.*)'$/s, "argument-missing"],
  [/^option '(.*)' argument missing$/s, "value-missing"],
  [/^too many arguments.* but got \d+: (.*)\.$/s, "too-many"],
];
const VALUE =
  /^(?:option|command-argument) (.*) is invalid(?: for argument '(.*?)')?\.(?: Allowed choices are (.*)\.)?$/s;
const OPTION_VALUE = /^'(.*)' argument '(.*)'$/s;
const ARGUMENT_VALUE = /^value '(.*)'$/s;

/** @returns the problem of a command line that commander refused */
export function usageProblemOf(error: CommanderError): Usage {
  const text = error.message.replace(/^error: /, "").trim();
  for (const [says, problem] of SAYINGS) {
    const found = says.exec(text);
    if (found !== null) return { problem, about: found.slice(1).map((part = "") => part) };
  }
  const [, what = "", argument, choices = ""] = VALUE.exec(text) ?? [];
  const [, option, optionValue] = OPTION_VALUE.exec(what) ?? [];
  if (option !== undefined && optionValue !== undefined)
    return { problem: "value-invalid", about: [optionValue, option, choices] };
  const [, argumentValue] = ARGUMENT_VALUE.exec(what) ?? [];
  if (argument !== undefined && argumentValue !== undefined)
    return { problem: "value-invalid", about: [argumentValue, argument, choices] };
  return { problem: "other", about: [sentence(text.replaceAll("\n", " "))] };
}

function sentence(text: string): string {
  const start = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.?!)]$/.test(start) ? start : `${start}.`;
}
