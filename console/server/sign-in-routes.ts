import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { BackstayError } from "../../shared/errors.ts";
import { Secret } from "../../shared/model/primitives.ts";
import { browserName } from "./browser-name.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { plainAddress } from "./loopback.ts";
import { clearSessionCookie, requireSession, setSessionCookie } from "./session-cookie.ts";
import { neighbourhood, PASSWORDS_AT_ONCE, TRIED_WITHIN_MS, tooOften } from "./sign-in-limits.ts";

const SignIn = z.union([
  z.strictObject({ link: z.string().max(200) }),
  z.strictObject({ password: Secret.max(1000) }),
]);

/** Links cannot be guessed, so this only keeps the noise down, and lets the person in while somebody else guesses passwords. */
const LINKS_AT_ONCE = 60;

/** Signing in, by link or by password, and out. */
export function addSignInRoutes(server: FastifyInstance, parts: ConsoleParts): void {
  const { sessions, links, password, log } = parts;

  const isRight = (given: z.infer<typeof SignIn>) =>
    "link" in given ? links.use(given.link) : password.isRight(given.password);

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
        throw new BackstayError("SIGN_IN_REFUSED", {});
      }
      const origin = { address: from, browser: browserName(request.headers["user-agent"]) };
      setSessionCookie(request, reply, await sessions.start(origin), parts);
      log({ level: "info", text: "somebody signed in to the console", facts: { from } });
      return reply.code(204).send();
    },
  );

  server.post("/api/sign-out", async (request, reply) => {
    await sessions.end(requireSession(request, parts));
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
