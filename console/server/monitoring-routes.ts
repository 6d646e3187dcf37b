import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Caller } from "../../core/api/handlers.ts";
import { methods, type Output } from "../../shared/api/methods.ts";
import { VERSION } from "../../shared/version.ts";
import type { ConsoleParts } from "./console-parts.ts";
import { isLoopback } from "./loopback.ts";
import { formatMetrics, METRICS_TYPE } from "./metrics.ts";

const CALLER: Caller = { name: "metrics", rights: new Set(["read"]) };

/** Numbers and a sign of life for monitoring systems. From this computer without more; from others with a token only. */
export function addMonitoringRoutes(server: FastifyInstance, parts: ConsoleParts): void {
  const { backstay, metricsToken } = parts;

  const onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
    if (isFromHere(request) || (await metricsToken.isRight(request.headers.authorization))) return;
    reply.header("WWW-Authenticate", 'Bearer realm="backstay"');
    return reply.code(401).type("text/plain").send("Make a token with: backstay console --metrics-token\n");
  };

  server.get("/metrics", { onRequest }, async (_request, reply) => {
    const metrics = formatMetrics({ overview: backstay.overview(), plans: await plansOf(parts) });
    return reply.header("Content-Type", METRICS_TYPE).send(metrics);
  });

  server.get("/healthz", { onRequest }, async (_request, reply) => {
    backstay.overview(); // that it answers is the sign of life
    return reply.send({ status: "alive", version: VERSION });
  });
}

async function plansOf({ backstay, log }: ConsoleParts): Promise<Output<"plans.list">["plans"]> {
  const result = await backstay.dispatch("plans.list", {}, CALLER);
  if (result.kind === "value") return methods["plans.list"].output.parse(result.value).plans;
  log({ level: "warning", text: "metrics lack the plans", facts: { code: result.error.code } });
  return [];
}

/** A program on this computer that hands requests on for others uses another name than `localhost`, or an address. */
function isFromHere({ raw, headers }: FastifyRequest): boolean {
  const hostname = new URL(`http://${headers.host}`).hostname.replace(/^\[(.*)\]$/, "$1");
  return isLoopback(raw.socket.remoteAddress ?? "") && (hostname === "localhost" || isLoopback(hostname));
}
