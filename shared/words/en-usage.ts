import type { UsageWords } from "./types.ts";

export const enUsage: UsageWords = {
  "quote-open": ([quote]) => `A quote ${quote} in the command is not closed.`,
  "command-empty": () => "The command is empty.",
  "gone-unsaid": () =>
    "Only a plan whose computer is gone for good can be made this one's own. Say so by --gone. Should that computer come back all the same, it starts the plan no more and stands by for it; backups that it made before it noticed may be there twice, and none is lost.",
  "flag-of-other-kind": ([flag, kind]) => `${flag} means nothing for a source of the kind ${kind}.`,
  "nothing-to-back-up": () => "Nothing was named to back up.",
  "zero-byte-missing": ([file]) => `In ${file}, each name must be followed by one zero byte.`,
  "repository-unnamed": ([flag, variable]) => `Which repository? Say ${flag} LOCATION, or set ${variable}.`,
  "both-given": ([one, other]) => `${one} and ${other} are given at once. Only one of them can count.`,
  "one-missing": ([given, missing]) => `${given} needs ${missing} too.`,
  "target-missing": () => "Where to? Say --target FOLDER; --target / restores to where the files were.",
  "key-unnamed": () => "Which key is to be removed? Give its id.",
  "id-missing": ([command]) => `${command} needs an id.`,
  "id-needless": ([command]) => `${command} takes no id.`,
  "alert-not-of-changes": ([id]) =>
    `Alert ${id} is not about suspicious changes or files that changed without a new date: only of these can be said that they were meant.`,
  "program-unnamed": ([command]) => `${command} needs the name of a channel, and the program it is to run.`,
  "folder-relative": ([path]) => `Folders in a snapshot begin with a slash, unlike ${path}.`,
  "full-with-parent": () =>
    "--mode full reads everything and compares with nothing, so --parent cannot count.",
  "terminal-as-source": () =>
    "Standard input is a terminal, and nothing comes in there by itself. Send the output of a program into it, or say --stdin-from-command.",
  "password-beside-stdin": ([flag, variable]) =>
    `The data comes in at standard input, so the password cannot be asked for there. Say ${flag} FILE, or set ${variable}.`,
  "replica-with-parameters": () =>
    "--like and --copy-chunker-params exclude each other: a replica takes over everything.",
  "from-without-parameters": () =>
    "--from-repo only says whose parameters --copy-chunker-params takes. Say that too, or --like for a replica.",
  "archive-on-terminal": () =>
    "An archive is nothing for a terminal. Say --target FILE, or send the output into a file.",
  "argument-not-text": () =>
    "An argument holds bytes that are no text in UTF-8, and would mean another file. Name the folder it is in, or write a pattern with * or ? for these bytes.",
  "folder-not-text": () =>
    "The name of the current folder is no text in UTF-8, and files would be sought or put elsewhere. Go to another folder, and use absolute paths.",
  "option-unknown": ([option, meant]) => `There is no option ${option}.${didYouMean(meant)}`,
  "command-unknown": ([command, meant]) => `There is no command ${command}.${didYouMean(meant)}`,
  "argument-missing": ([name]) => `The argument ${name} is missing.`,
  "value-missing": ([option]) => `${option} needs a value.`,
  "too-many": ([arguments_]) => `Too many arguments: ${arguments_}`,
  "value-invalid": ([value, where, allowed]) =>
    `"${value}" is not possible for ${where}.${allowed === "" ? "" : ` Possible are ${allowed}.`}`,
  other: ([text]) => text ?? "",
};

function didYouMean(meant = ""): string {
  return meant === "" ? "" : ` Did you mean ${meant}?`;
}
