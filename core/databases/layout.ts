/** Where databases stand in a snapshot, and what is written down beside them. */
import { z } from "zod";
import { DATABASE_KINDS, type DatabaseDraft, DatabaseName } from "../../shared/model/source.ts";

type DatabasePlace = Pick<DatabaseDraft, "kind" | "server" | "through">;

/** The folder of all that is of one server. What is `localhost` to one machine is another server than that of the next one. */
export function serverFolder({ kind, server, through }: DatabasePlace): string {
  const where = plain(server.by === "socket" ? "local" : `${server.address}_${server.port}`);
  if (through == null) return `/${kind}/${where}`;
  return `/${kind}/${where}@${plain(through.address)}${through.port === 22 ? "" : `_${through.port}`}`;
}

function plain(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9._-]/g, "_");
}

export const USERS_FILE = "users.sql";
export const ABOUT_FILE = "about.json";
/** What is known of the databases of a snapshot: whoever restores has to make them as they were. Written by whoever can write there. */
export const AboutDump = z.object({
  format: z.literal(1),
  kind: z.enum(DATABASE_KINDS),
  server: z.string().max(300),
  client: z.string().max(300),
  roles: z.array(z.string().max(200)).max(10_000),
  databases: z
    .array(z.object({ name: DatabaseName, properties: z.record(z.string().max(40), z.string().max(200)) }))
    .max(10_000),
});
export type AboutDump = z.infer<typeof AboutDump>;
