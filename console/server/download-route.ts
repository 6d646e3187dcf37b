import type { FastifyInstance } from "fastify";
import type { ConsoleParts } from "./console-parts.ts";
import { contentDisposition } from "./content-disposition.ts";
import { DOWNLOAD_POLICY } from "./security-headers.ts";
import { requireSession } from "./session-cookie.ts";

const TICKET = /^[0-9a-f]{32}$/;

/** What `restore.download` prepared, once. It is never shown, only saved, whatever it is. */
export function addDownloadRoute(server: FastifyInstance, parts: ConsoleParts): void {
  server.get<{ Params: { ticket: string } }>("/download/:ticket", async (request, reply) => {
    requireSession(request, parts);
    const { ticket } = request.params;
    const download = TICKET.test(ticket) ? await parts.backstay.openDownload(ticket) : undefined;
    if (download === undefined) return reply.code(404).type("text/plain").send("This download is over.\n");
    const { fileName, sizeBytes, content } = download;
    content.on("error", (error) => {
      const facts = { reason: error.name };
      parts.log({ level: "warning", text: "a download broke off", facts }); // the browser is told by its end
    });
    reply.header("Content-Disposition", contentDisposition(fileName));
    reply.header("Content-Security-Policy", DOWNLOAD_POLICY);
    if (sizeBytes !== undefined) reply.header("Content-Length", sizeBytes);
    return reply.type("application/octet-stream").send(content);
  });
}
