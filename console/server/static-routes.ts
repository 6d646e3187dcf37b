import path from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";
import type { ConsoleParts } from "./console-parts.ts";
import { sessionOf } from "./session-cookie.ts";

const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * The pages themselves. There is nothing of anybody's in them, so they need no session; but who has none is sent to sign in at
 * once.
 */
export async function addStaticRoutes(server: FastifyInstance, parts: ConsoleParts): Promise<void> {
  const { rendererFolder } = parts;
  await server.register(fastifyStatic, {
    root: rendererFolder,
    index: false,
    redirect: false,
    dotfiles: "ignore",
    cacheControl: false,
    setHeaders(reply, file) {
      // the build puts a hash of what is in it into the name of everything in this folder
      const isHashed = path.relative(rendererFolder, file).startsWith(`assets${path.sep}`);
      const header = isHashed ? `public, max-age=${YEAR_MS / 1000}, immutable` : "no-cache";
      reply.header("Cache-Control", header);
    },
  });
  server.get("/", async (request, reply) => {
    if (sessionOf(request, parts) === undefined) return reply.redirect("/sign-in");
    return reply.sendFile("index.html");
  });
}
