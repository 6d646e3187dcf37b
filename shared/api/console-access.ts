/**
 * What a console answers about who is signed in to it, by HTTP beside its sign-in: it belongs to the session of the browser that asks,
 * of which the engine knows nothing. Each wants a session; what changes something wants the console's own origin, too.
 */
import { z } from "zod";
import { Secret, TimeMs } from "../model/primitives.ts";

const SessionName = z.string().regex(/^[0-9a-f]{16}$/);

/** `GET api/sessions` */
export const ConsoleAccess = z.strictObject({
  /** The newest use at first. */
  sessions: z.array(
    z.strictObject({
      id: SessionName,
      /** The one that asks. */
      isThis: z.boolean(),
      /** Where it began, like `192.168.1.20`; empty for one of an earlier version. */
      address: z.string(),
      /** What the browser says that it is, like `Firefox, Windows`; empty where that says nothing. */
      browser: z.string(),
      startedMs: TimeMs,
      usedMs: TimeMs,
    }),
  ),
  hasPassword: z.boolean(),
});
export type ConsoleAccess = z.infer<typeof ConsoleAccess>;
export type ConsoleSession = ConsoleAccess["sessions"][number];

/** `POST api/sessions/end`: one, or all but the one that asks. One that is not there any more is no mistake. */
export const EndSessions = z.union([
  z.strictObject({ id: SessionName }),
  z.strictObject({ others: z.literal(true) }),
]);
export type EndSessions = z.infer<typeof EndSessions>;

/**
 * `POST api/password`: ends all sessions but the one that asks.
 * @throws CONSOLE_PASSWORD_WRONG, CONSOLE_PASSWORD_UNSET, CONSOLE_PASSWORD_SHORT, SIGN_IN_TOO_OFTEN
 */
export const ChangePassword = z.strictObject({ current: Secret.max(1000), next: Secret.max(1000) });
export type ChangePassword = z.infer<typeof ChangePassword>;
