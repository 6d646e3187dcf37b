import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { Clock } from "../../core/clock.ts";
import { writeDurably } from "../../core/platform/durable-file.ts";
import { hasSystemCode } from "../../shared/errors.ts";
import { hashToken, isTokenOf, makeToken } from "./token.ts";

/** Where a session comes from, for the person who looks who is signed in. */
export type SessionOrigin = {
  /** Like `192.168.1.20`. */
  readonly address: string;
  /** Like `Firefox, Windows`; empty when it is not known. */
  readonly browser: string;
};

/** Who is signed in. Kept over a restart, so that a page goes on when the host was updated. */
export type Sessions = {
  /**
   * Resolves when the session would survive a power cut. On a full disk it does not, and lasts only as long as this host: that is
   * when somebody has to look.
   *
   * @returns its token, of which only a hash is kept
   */
  start(origin: SessionOrigin): Promise<string>;
  /** Those that last, the newest use at first. */
  list(): readonly (SessionOrigin & {
    readonly id: string;
    readonly startedMs: number;
    readonly usedMs: number;
  })[];
  /** @returns what the session is called, for the other methods; undefined when there is none, or no longer */
  find(token: string): string | undefined;
  lasts(id: string): boolean;
  /** Whether it still lasts; when it does, it was used now. */
  use(id: string): boolean;
  end(id: string): Promise<void>;
  endAll(): Promise<void>;
  endOthers(id: string): Promise<void>;
  /** @returns what ends the listening. @param listener told of sessions that were ended, not of those that ran out */
  onEnd(listener: (id: string) => void): () => void;
  /** Resolves when all that is to be kept is kept. */
  settle(): Promise<void>;
};

/** A session that nobody uses ends after a working day and a night. */
export const IDLE_MS = 24 * 3_600_000;
/** And any after a week. */
export const LONGEST_MS = 7 * 24 * 3_600_000;
/** A use is noted in the file this often; between, the file may be a little behind. */
const NOTE_EVERY_MS = 5 * 60_000;
/** A clock that is corrected by less than this ends no session. */
const CLOCK_SLACK_MS = 5 * 60_000;
const MAX_SESSIONS = 100;

const FILE_NAME = "console-sessions.json";
const Stored = z.strictObject({
  version: z.literal(1),
  sessions: z.array(
    z.strictObject({
      hash: z.string().regex(/^[0-9a-f]{64}$/),
      startedMs: z.int(),
      usedMs: z.int(),
      address: z.string().default(""), // earlier versions did not write it down
      browser: z.string().default(""),
    }),
  ),
});
type Session = SessionOrigin & { readonly hash: string; readonly startedMs: number; usedMs: number };

/**
 * @param folder the data folder
 * @param onProblem told when what is kept cannot be read, and then nobody is signed in; or cannot be written
 */
export async function openSessions(
  folder: string,
  clock: Clock,
  onProblem: (error: unknown) => void,
): Promise<Sessions> {
  const file = path.join(folder, FILE_NAME);
  let sessions = await readSessions(file, onProblem);
  let notedMs = clock.nowMs();
  let lastWrite: Promise<void> = Promise.resolve();
  const listeners = new Set<(id: string) => void>();

  const lasts = ({ startedMs, usedMs }: Session): boolean => {
    const nowMs = clock.nowMs();
    const isOfFuture = usedMs - nowMs > CLOCK_SLACK_MS; // the clock was set back: nobody knows how old it is
    return !isOfFuture && nowMs - usedMs < IDLE_MS && nowMs - startedMs < LONGEST_MS;
  };
  const write = (): Promise<void> => {
    lastWrite = lastWrite
      .catch(() => undefined)
      .then(() => {
        const stored: z.infer<typeof Stored> = { version: 1, sessions };
        return writeDurably(file, Buffer.from(JSON.stringify(stored)), { mode: 0o600 });
      });
    return lastWrite;
  };
  const endThose = async (isMeant: (session: Session) => boolean): Promise<void> => {
    const ended = sessions.filter(isMeant);
    sessions = sessions.filter((session) => !isMeant(session));
    for (const { hash } of ended) for (const listener of listeners) listener(hash);
    try {
      await write();
    } catch (error) {
      onProblem(error);
      await rm(file, { force: true }).catch(onProblem); // better nobody is signed in after a restart than one who should not be
    }
  };

  return {
    async start({ address, browser }) {
      const token = makeToken();
      const nowMs = clock.nowMs();
      sessions = [
        ...sessions.filter(lasts),
        { hash: hashToken(token), startedMs: nowMs, usedMs: nowMs, address, browser },
      ];
      sessions = sessions.slice(-MAX_SESSIONS);
      await write().catch(onProblem);
      return token;
    },
    list: () =>
      sessions
        .filter(lasts)
        .map(({ hash, ...rest }) => ({ id: hash, ...rest }))
        .sort((a, b) => b.usedMs - a.usedMs),
    find: (token) => sessions.find((session) => isTokenOf(session.hash, token) && lasts(session))?.hash,
    lasts: (id) => sessions.some((session) => session.hash === id && lasts(session)),
    use(id) {
      const session = sessions.find(({ hash }) => hash === id);
      if (session === undefined || !lasts(session)) return false;
      session.usedMs = clock.nowMs();
      if (session.usedMs - notedMs >= NOTE_EVERY_MS) {
        notedMs = session.usedMs;
        write().catch(onProblem);
      }
      return true;
    },
    end: (id) => endThose(({ hash }) => hash === id),
    endAll: () => endThose(() => true),
    endOthers: (id) => endThose(({ hash }) => hash !== id),
    onEnd(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    settle: () => lastWrite.catch(() => undefined),
  };
}

/** Tells sessions apart where people look, and opens none: what a session is called is a hash already. */
export function sessionMark(id: string): string {
  return id.slice(0, 8);
}

async function readSessions(file: string, onProblem: (error: unknown) => void): Promise<Session[]> {
  try {
    return Stored.parse(JSON.parse(await readFile(file, "utf8"))).sessions;
  } catch (error) {
    if (!hasSystemCode(error, "ENOENT")) onProblem(error);
    return [];
  }
}
