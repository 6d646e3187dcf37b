/** Who is signed in to the console that serves these pages. The desktop application has none, and nobody signs in to it. */
import { type ChangePassword, ConsoleAccess, type EndSessions } from "../../shared/api/console-access.ts";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import { WireErrorShape } from "../../shared/model/wire-error.ts";

/** @throws {BackstayError} HOST_UNREACHABLE, SIGN_IN_NEEDED */
export async function readAccess(): Promise<ConsoleAccess> {
  const answer = await ask("api/sessions");
  const access = ConsoleAccess.safeParse(await answer.json());
  if (!access.success) throw new BackstayError("INTERNAL", { logReference: "page:sessions" });
  return access.data;
}

/** @throws {BackstayError} HOST_UNREACHABLE, SIGN_IN_NEEDED */
export async function endSessions(which: EndSessions): Promise<void> {
  await ask("api/sessions/end", which);
}

/** @throws {BackstayError} CONSOLE_PASSWORD_WRONG, CONSOLE_PASSWORD_SHORT, SIGN_IN_TOO_OFTEN, HOST_UNREACHABLE, SIGN_IN_NEEDED */
export async function changePassword(passwords: ChangePassword): Promise<void> {
  await ask("api/password", passwords);
}

async function ask(path: string, body?: unknown): Promise<Response> {
  const answer = await fetch(
    new URL(path, document.baseURI),
    body === undefined
      ? {}
      : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) },
  ).catch((cause: unknown) => {
    throw new BackstayError("HOST_UNREACHABLE", {}, { cause });
  });
  if (answer.ok) return answer;
  const error = WireErrorShape.safeParse(await answer.json().catch(() => undefined));
  if (!error.success) throw new BackstayError("INTERNAL", { logReference: `page:${path}` });
  throw fromWire(error.data);
}
