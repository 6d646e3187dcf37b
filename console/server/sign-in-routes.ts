import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { BackstayError } from "../../shared/errors.ts";
import { Secret } from "../../shared/model/primitives.ts";
import { browserName } from "./browser-name.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { plainAddress } from "./loopback.ts";
import { clearSessionCookie, requireSession, setSessionCookie } from "./session-cookie.ts";
import { sessionMark } from "./sessions.ts";
import { neighbourhood, PASSWORDS_AT_ONCE, TRIED_WITHIN_MS, tooOften } from "./sign-in-limits.ts";

const SignIn = z.union([
  z.strictObject({ link: z.string().max(200) }),
  z.strictObject({ password: Secret.max(1000) }),
]);

/** Links cannot be guessed, so this only keeps the noise down, and lets the person in while somebody else guesses passwords. */
const LINKS_AT_ONCE = 60;

/** Signing in, by link or by password, and out. */
export function addSignInRoutes(server: FastifyInstance, parts: ConsoleParts): void {
  const { sessions, links, password, log, backstay } = parts;

  const isRight = (given: z.infer<typeof SignIn>) =>
    "link" in given ? links.use(given.link) : password.isRight(given.password);

  /** @param session null where it was refused */
  function noteSignIn(
    given: z.infer<typeof SignIn>,
    address: string,
    session: string | null,
    { browser }: { readonly browser: string },
  ): void {
    const actor = {
      kind: "console",
      address,
      session: session === null ? null : sessionMark(session),
    } as const;
    const facts = { kind: "link" in given ? "link" : "password", browser };
    const outcome =
      session === null ? ({ is: "failed", code: "SIGN_IN_REFUSED", facts: {} } as const) : undefined;
    backstay.audit.note({ actor, action: "console.signIn", facts }, outcome);
  }

  server.post(
    "/api/sign-in",
    {
      config: {
        rateLimit: {
          hook: "preHandler", // what is tried is known only then
          max: (request: FastifyRequest) => (isLink(request) ? LINKS_AT_ONCE : PASSWORDS_AT_ONCE),
          timeWindow: TRIED_WITHIN_MS,
          keyGenerator: (request: FastifyRequest) =>
            `${isLink(request) ? "link" : "password"} ${neighbourhood(request.ip)}`,
          errorResponseBuilder: tooOften,
        },
      },
    },
    async (request, reply) => {
      const given = SignIn.safeParse(request.body).data;
      if (given === undefined) throw new BackstayError("CALL_INVALID", { method: "sign-in", where: "" });
      const from = plainAddress(request.ip);
      if (!(await isRight(given))) {
        log({ level: "warning", text: "a sign-in to the console was refused", facts: { from } });
        noteSignIn(given, from, null, { browser: browserName(request.headers["user-agent"]) });
        throw new BackstayError("SIGN_IN_REFUSED", {});
      }
      const origin = { address: from, browser: browserName(request.headers["user-agent"]) };
      const token = await sessions.start(origin);
      setSessionCookie(request, reply, token, parts);
      noteSignIn(given, from, sessions.find(token) ?? null, { browser: origin.browser });
      log({ level: "info", text: "somebody signed in to the console", facts: { from } });
      return reply.code(204).send();
    },
  );

  server.post("/api/sign-out", async (request, reply) => {
    const session = requireSession(request, parts);
    await sessions.end(session);
    const actor = {
      kind: "console",
      address: plainAddress(request.ip),
      session: sessionMark(session),
    } as const;
    backstay.audit.note({ actor, action: "console.signOut" });
    clearSessionCookie(request, reply, parts);
    return reply.code(204).send();
  });

  /** For a page that wants to know why its connection ended. */
  server.get("/api/session", async (request, reply) => {
    requireSession(request, parts);
    return reply.code(204).send();
  });
}

function isLink({ body }: FastifyRequest): boolean {
  return typeof body === "object" && body !== null && "link" in body;
}
