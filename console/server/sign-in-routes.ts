import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { BackstayError } from "../../shared/errors.ts";
import { Secret } from "../../shared/model/primitives.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { plainAddress } from "./loopback.ts";
import { clearSessionCookie, requireSession, setSessionCookie } from "./session-cookie.ts";

const SignIn = z.union([
  z.strictObject({ link: z.string().max(200) }),
  z.strictObject({ password: Secret.max(1000) }),
]);

/** Nobody mistypes a password more often; whoever guesses needs some thousand years at this pace. */
const PASSWORDS_AT_ONCE = 8;
/** Links cannot be guessed, so this only keeps the noise down, and lets the person in while somebody else guesses passwords. */
const LINKS_AT_ONCE = 60;
const TRIED_WITHIN_MS = 5 * 60_000;

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
          errorResponseBuilder: (_request: FastifyRequest, { ttl }: { readonly ttl: number }) =>
            new BackstayError("SIGN_IN_TOO_OFTEN", { retrySeconds: Math.max(1, Math.ceil(ttl / 1000)) }),
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
      setSessionCookie(request, reply, await sessions.start(), parts);
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

/** Who has one IPv6 address has as many as he likes beside it. */
function neighbourhood(address: string): string {
  const plain = plainAddress(address);
  if (!plain.includes(":")) return plain;
  const { hostname } = new URL(`http://[${plain}]`);
  const [head = "", tail] = hostname.slice(1, -1).split("::");
  const groups = head === "" ? [] : head.split(":");
  const known = tail === undefined || tail === "" ? 0 : tail.split(":").length;
  const zeros = tail === undefined ? 0 : 8 - groups.length - known;
  return [...groups, ...Array<string>(zeros).fill("0")].slice(0, 4).join(":");
}
