import { entryScriptOf } from "./entry-script.ts";

/** The script that started these pages. */
export function ownEntryScript(): string | undefined {
  const script = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  return script?.getAttribute("src") ?? undefined;
}

/** @returns the script that starts the pages which the host has now; undefined when it does not answer */
export async function entryScriptThere(): Promise<string | undefined> {
  try {
    const answer = await fetch(new URL("index.html", document.baseURI), { cache: "no-store" });
    return answer.ok ? entryScriptOf(await answer.text()) : undefined;
  } catch {
    return undefined;
  }
}
