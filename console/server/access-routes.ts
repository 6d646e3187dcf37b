import type { FastifyInstance, FastifyRequest } from "fastify";
import { ChangePassword, type ConsoleAccess, EndSessions } from "../../shared/api/console-access.ts";
import { BackstayError } from "../../shared/errors.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { plainAddress } from "./loopback.ts";
import { requireSession } from "./session-cookie.ts";
import { sessionMark } from "./sessions.ts";
import { PASSWORD_TRIES, tooOften } from "./sign-in-limits.ts";

/** Enough to tell sessions apart; the whole name of one stays here. */
const NAME_LENGTH = 16;

/** Who is signed in, and the password: what a signed-in person may look at and end. */
export function addAccessRoutes(server: FastifyInstance, parts: ConsoleParts): void {
  const { sessions, password, log, backstay } = parts;
  const actorOf = (request: FastifyRequest, session: string) =>
    ({ kind: "console", address: plainAddress(request.ip), session: sessionMark(session) }) as const;

  server.get("/api/sessions", async (request): Promise<ConsoleAccess> => {
    const own = requireSession(request, parts);
    return {
      sessions: sessions
        .list()
        .map(({ id, ...rest }) => ({ ...rest, id: id.slice(0, NAME_LENGTH), isThis: id === own })),
      hasPassword: await password.isSet(),
    };
  });

  server.post("/api/sessions/end", async (request, reply) => {
    const own = requireSession(request, parts);
    const asked = EndSessions.safeParse(request.body).data;
    if (asked === undefined) throw new BackstayError("CALL_INVALID", { method: "sessions.end", where: "" });
    if ("others" in asked) await sessions.endOthers(own);
    else
      for (const { id } of sessions.list().filter((one) => one.id.startsWith(asked.id)))
        await sessions.end(id);
    backstay.audit.note({ actor: actorOf(request, own), action: "console.endSessions" });
    log({
      level: "info",
      text: "sessions of the console were ended",
      facts: { by: plainAddress(request.ip) },
    });
    return reply.code(204).send();
  });

  server.post(
    "/api/password",
    { config: { rateLimit: { ...PASSWORD_TRIES, errorResponseBuilder: tooOften } } },
    async (request, reply) => {
      const own = requireSession(request, parts);
      const given = ChangePassword.safeParse(request.body).data;
      if (given === undefined) throw new BackstayError("CALL_INVALID", { method: "password", where: "" });
      const by = plainAddress(request.ip);
      // without one, whoever has got hold of a session could make himself a key that outlasts it
      if (!(await password.isSet())) throw new BackstayError("CONSOLE_PASSWORD_UNSET", {});
      if (!(await password.isRight(given.current))) {
        log({ level: "warning", text: "a change of the console's password was refused", facts: { by } });
        const outcome = { is: "failed", code: "CONSOLE_PASSWORD_WRONG", facts: {} } as const;
        backstay.audit.note({ actor: actorOf(request, own), action: "console.setPassword" }, outcome);
        throw new BackstayError("CONSOLE_PASSWORD_WRONG", {});
      }
      await password.set(given.next);
      await sessions.endOthers(own); // whoever knew the old one is out
      backstay.audit.note({ actor: actorOf(request, own), action: "console.setPassword" });
      log({ level: "info", text: "the console's password was changed", facts: { by } });
      return reply.code(204).send();
    },
  );
}
