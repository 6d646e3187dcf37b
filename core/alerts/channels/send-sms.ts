import { askOverHttp, type HttpRequest } from "./ask-over-http.ts";
import type { Send, SendResult } from "./message.ts";

/** Two or three short messages: nobody reads more on a telephone, and each costs. */
const MAX_TEXT = 300;

/** Asks a gateway once for each number. The first that fails ends it, and only then is it tried again for all. */
export const sendSms: Send<"sms"> = async (setup, message, context) => {
  const { address, key = "" } = context.secrets;
  if (address === undefined) return { kind: "failed", problem: "secret-missing", answer: "" };
  const first = message.items[0]?.summary ?? "";
  const text = `${message.subject}${first === "" ? "" : `. ${first}`}`.slice(0, MAX_TEXT);
  let last: SendResult = { kind: "failed", problem: "address", answer: "" };
  for (const to of setup.to) {
    const values = { to, text, key };
    const inAddress = fill(address, values, encodeURIComponent);
    const isJson = setup.contentType === "application/json";
    const body = fill(setup.body, values, isJson ? encodeInJson : encodeURIComponent);
    const request: HttpRequest =
      setup.method === "GET"
        ? { address: inAddress, method: "GET" }
        : { address: inAddress, method: "POST", body, headers: { "content-type": setup.contentType } };
    last = await askOverHttp(request, context);
    if (last.kind === "failed") return last;
  }
  return last;
};

/** Puts values in, each once: what a value holds is never taken for a place-holder. */
export function fill(
  template: string,
  values: Readonly<Record<"to" | "text" | "key", string>>,
  encode: (text: string) => string,
): string {
  return template.replace(/\{(to|text|key)\}/g, (_, name: "to" | "text" | "key") => encode(values[name]));
}

/** Between the quotes of a JSON text. */
function encodeInJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
