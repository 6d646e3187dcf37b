import { type Command, Help, type HelpConfiguration } from "commander";
import type { Language } from "../shared/words/language.ts";
import { textWidth } from "./output/text-width.ts";

/** Says a help text, which is English where it is declared, in the language of whoever asked. */
export type TranslateHelp = (english: string) => string;

const translators = new WeakMap<Command, TranslateHelp>();
/** Where a line may end: at spaces, and behind any Chinese character but in front of what may not begin a line. */
const CHUNKS =
  /\s*(?:（?\p{Script=Han}[，。；：、？）]*|[^\s\p{Script=Han}，。；：、？（）]+[，。；：、？）]*|[（，。；：、？）]+)/gu;

/** Loads what is needed to say help texts in a language. */
export async function loadHelp(language: Language): Promise<TranslateHelp> {
  if (language === "en") return (english) => english;
  const { zhHelp } = await import("./words/zh-help.ts");
  return (english) => zhHelp[english] ?? english;
}

/** Makes a program and all its commands explain themselves in a language. To be called before commands are added. */
export function translateHelp(program: Command, translate: TranslateHelp): void {
  translators.set(program, translate);
  program.configureHelp(configurationFor(translate));
}

/** @returns what `addHelpText` takes. @param examples what is done, and the command that does it */
export function formatExamples(
  examples: readonly (readonly [what: string, command: string])[],
): (context: { readonly command: Command }) => string {
  return ({ command }) => {
    const translate = translatorOf(command);
    const lines = examples.map(([what, example]) => `  # ${translate(what)}\n  ${example}`);
    return `\n${translate("Examples:")}\n${lines.join("\n\n")}\n`;
  };
}

function translatorOf(command: Command): TranslateHelp {
  const { parent } = command;
  return translators.get(command) ?? (parent === null ? (english) => english : translatorOf(parent));
}

function configurationFor(translate: TranslateHelp): HelpConfiguration {
  const usual = new Help();
  /** Commander puts choices and defaults behind the description. */
  const describe = (description: string, whole: string) => {
    const more = whole
      .slice(description.length)
      .replace(/ \(default: \[\]\)$/, "") // that a flag for many values has none by default goes without saying
      .replace(/\b(choices|default): /g, (_, word: string) => `${translate(word)}: `);
    return translate(description) + more;
  };
  return {
    commandDescription: (command) => translate(command.description()),
    subcommandDescription: (command) => translate(command.summary() || command.description()),
    optionDescription: (option) => describe(option.description, usual.optionDescription(option)),
    argumentDescription: (argument) => describe(argument.description, usual.argumentDescription(argument)),
    styleTitle: translate,
    displayWidth: textWidth,
    boxWrap: wrap,
  };
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const chunk of text.match(CHUNKS) ?? []) {
    if (line === "" || textWidth(line + chunk) <= width) line += line === "" ? chunk.trimStart() : chunk;
    else {
      lines.push(line);
      line = chunk.trimStart();
    }
  }
  return [...lines, line].join("\n");
}
