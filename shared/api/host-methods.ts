/**
 * What a host answers about itself, besides what its engine answers. Only on the socket in its data folder, which belongs to one
 * user of this computer; never to a page.
 */
import { z } from "zod";
import { AppState } from "../model/app.ts";
import { Secret, TimeMs } from "../model/primitives.ts";
import { method } from "./method.ts";

const nothing = z.strictObject({});

/** Commands that take something away, bring something back, or change what opens a repository. */
export const RECORDED_COMMANDS = [
  ...(["forget", "prune", "restore", "dump", "key", "unlock"] as const),
  ...(["rebuild-index", "replicate", "heal"] as const),
] as const;
export type RecordedCommand = (typeof RECORDED_COMMANDS)[number];

export const hostMethods = {
  "host.about": method(
    "read",
    nothing,
    z.strictObject({
      pid: z.int().positive(),
      version: z.string(),
      hostKind: AppState.shape.hostKind,
      /** Where its web console is; null when it has none. */
      consoleUrl: z.string().nullable(),
    }),
  ),
  /** A new link that signs in once. @throws CONSOLE_NOT_SERVED */
  "console.makeLink": method("write", nothing, z.strictObject({ url: z.string(), untilMs: TimeMs })),
  /** Ends every session. @throws CONSOLE_NOT_SERVED, CONSOLE_PASSWORD_SHORT */
  "console.setPassword": method("write", z.strictObject({ password: Secret }), nothing),
  /** Has the audit trail know of a command that worked on a repository past this host. */
  "audit.noteCommand": method(
    "write",
    z.strictObject({
      command: z.enum(RECORDED_COMMANDS),
      /** What `key` did; null for the others. */
      action: z.string().max(40).nullable(),
      /** Without a password. */
      location: z.string().max(1000),
      isDryRun: z.boolean(),
      exitCode: z.int(),
    }),
    nothing,
  ),
  /** Makes a new token for `/metrics` and `/healthz`; the one before is worth nothing any more. @throws CONSOLE_NOT_SERVED */
  "console.makeMetricsToken": method("write", nothing, z.strictObject({ token: z.string() })),
} as const;

export type HostMethodName = keyof typeof hostMethods;
export type HostInput<N extends HostMethodName> = z.input<(typeof hostMethods)[N]["input"]>;
export type HostOutput<N extends HostMethodName> = z.output<(typeof hostMethods)[N]["output"]>;

export function isHostMethodName(name: string): name is HostMethodName {
  return Object.hasOwn(hostMethods, name);
}
