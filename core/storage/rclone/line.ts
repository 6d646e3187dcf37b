/** Asking an rclone of our own: it serves restic's REST protocol to this process alone. */
import { BackstayError, isBackstayError } from "../../../shared/errors.ts";
import { orAborted } from "../../platform/or-aborted.ts";
import { createHttpLine, type HttpLimits, type HttpLine } from "../http/request.ts";
import { type StoreVariables, variableOf } from "../variables.ts";
import type { RclonePlace } from "./place.ts";
import { type RunningRclone, startRclone } from "./program.ts";

type Open = { readonly program: RunningRclone; readonly line: HttpLine };

/**
 * Starts rclone at the first request, and again after it has ended.
 *
 * @param variables those that are not ours are rclone's, such as `RCLONE_CONFIG` and `RCLONE_CONFIG_PASS`; `RCLONE_PROGRAM` says where it
 * is, if not in PATH
 */
export function createRcloneLine(
  { remote, location }: RclonePlace,
  variables: StoreVariables,
  limits: HttpLimits,
): HttpLine {
  const program = variableOf(variables, "RCLONE_PROGRAM") ?? "rclone";
  const closing = new AbortController();
  let current: Promise<Open> | undefined;
  let hasAnswered = false;

  async function start(): Promise<Open> {
    const running = await startRclone(program, remote, variables, closing.signal);
    if (running.kind === "failed") {
      // one that worked before may work again
      throw hasAnswered
        ? new BackstayError("STORE_UNREACHABLE", { location, reason: "closed" })
        : new BackstayError("STORE_PROGRAM_FAILED", { location, program, said: running.said });
    }
    const authorization = async () => running.authorization;
    return { program: running, line: createHttpLine(running.url, location, authorization, {}, limits) };
  }

  /** Requests that come meanwhile wait for the same start, so none of them may call it off alone. */
  async function opened(): Promise<Open> {
    closing.signal.throwIfAborted();
    if (current !== undefined) {
      const asked = current;
      const known = await asked;
      if (!known.program.isOver) return known;
      if (current === asked) current = undefined;
      await known.line.close();
      return await opened();
    }
    const attempt = start();
    current = attempt;
    attempt.catch(() => {
      if (current === attempt) current = undefined;
    });
    return await attempt;
  }

  return {
    async ask(request, signal) {
      signal?.throwIfAborted();
      const { line } = await orAborted(opened(), signal);
      const answer = await line.ask(request, signal);
      hasAnswered = true;
      return answer;
    },
    async close() {
      if (closing.signal.aborted) return;
      closing.abort(new BackstayError("CANCELLED", { reason: "shutdown" }));
      try {
        const last = await current;
        await last?.line.close();
        await last?.program.end();
      } catch (error) {
        if (!isBackstayError(error)) throw error; // whoever waited for it was told
      }
    },
  };
}
