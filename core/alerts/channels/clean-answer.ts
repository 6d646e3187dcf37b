import { printable } from "../../../shared/format/printable.ts";
import type { ChannelSecrets } from "../../../shared/model/alert-channel.ts";

const MAX_ANSWER = 400;
/** What is shorter is too common to be taken for a secret. */
const MIN_SECRET = 4;

/** @returns what the other side said, on one line, short, and without anything secret in it */
export function cleanAnswer(text: string, secrets: ChannelSecrets): string {
  let clean = text;
  for (const form of formsOf(secrets)) clean = clean.replaceAll(form, "***");
  const line = printable(clean.replace(/\s+/g, " ").trim());
  return line.length > MAX_ANSWER ? `${line.slice(0, MAX_ANSWER)}…` : line;
}

/** A server may repeat a secret as it was sent: in an address, in Base64, or encoded. The longest at first. */
function formsOf({ address, password, key }: ChannelSecrets): string[] {
  const forms = [password, key].flatMap((secret) =>
    secret === undefined ? [] : [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64")],
  );
  if (address !== undefined) {
    const url = URL.parse(address);
    const parts = url === null ? [] : [`${url.pathname}${url.search}`, url.search.slice(1)];
    const pieces = url === null ? [] : [...url.pathname.split("/"), ...url.searchParams.values()];
    // short pieces of a path are words like `api`
    forms.push(address, ...parts, ...pieces.filter((piece) => piece.length >= 12));
  }
  return forms.filter((form) => form.length >= MIN_SECRET).sort((a, b) => b.length - a.length);
}
