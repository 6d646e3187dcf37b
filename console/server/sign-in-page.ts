import { readFile } from "node:fs/promises";
import type { FastifyInstance } from "fastify";
import { isBackstayError } from "../../shared/errors.ts";
import { LANGUAGES, type Language } from "../../shared/words/language.ts";
import { commandName } from "../typed-command.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { SIGN_IN_WORDS } from "./sign-in-words.ts";

/** Built, these files are in a folder of the same name beside the programs; see `scripts/build`. */
const FOLDER = new URL("./sign-in-page/", import.meta.url);

/** The page that stands before all others. It needs nothing of them, because it must work when they do not. */
export function addSignInPage(server: FastifyInstance, { password, log }: ConsoleParts): void {
  const hasPassword = async (): Promise<boolean> => {
    try {
      return await password.isSet();
    } catch (error) {
      const code = isBackstayError(error) ? error.code : String(error);
      log({ level: "warning", text: "the passwords cannot be read", facts: { code } });
      return false; // a link still opens the console
    }
  };

  server.get<{ Querystring: { lang?: unknown } }>("/sign-in", async (request, reply) => {
    const language = languageOf(request.query.lang, request.headers["accept-language"]);
    const template = await readFile(new URL("page.html", FOLDER), "utf8");
    const page = fillIn(template, {
      ...SIGN_IN_WORDS[language],
      lang: language === "zh" ? "zh-CN" : "en",
      otherLang: language === "zh" ? "en" : "zh-CN",
      command: commandName(process.env),
      hasPassword: String(await hasPassword()),
    });
    return reply.type("text/html; charset=utf-8").send(page);
  });
  server.get("/sign-in.css", async (_request, reply) =>
    reply.type("text/css; charset=utf-8").send(await readFile(new URL("page.css", FOLDER))),
  );
  server.get("/sign-in.js", async (_request, reply) =>
    reply.type("text/javascript; charset=utf-8").send(await readFile(new URL("page.js", FOLDER))),
  );
}

/** @param asked from the address; it may be anything. @param accepted the header `Accept-Language`, the best first as a rule */
function languageOf(asked: unknown, accepted = ""): Language {
  const wanted = typeof asked === "string" ? [asked] : accepted.split(",");
  const known = wanted.map((tag) =>
    LANGUAGES.find((language) => tag.trim().toLowerCase().startsWith(language)),
  );
  return known.find((language) => language !== undefined) ?? "en";
}

/** @throws when the page asks for a word that is not there. Words are ours, so there is nothing to be escaped in them. */
function fillIn(template: string, words: Readonly<Record<string, string>>): string {
  return template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const word = words[name];
    if (word === undefined) throw new Error(`the page for signing in has no ${name}`);
    return word;
  });
}
