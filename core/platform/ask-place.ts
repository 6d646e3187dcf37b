/**
 * Asking places that may never answer: a share whose server is gone keeps a call in the system for ever, and with it one of the few
 * threads that all file work of a process goes through. So shares are asked first by a program of their own, and a place that owes an
 * answer is not asked again.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { systemCodeOf } from "../../shared/errors.ts";

type Question = { readonly answer: Promise<unknown>; readonly askedMs: number };

/** What was asked and not answered yet, by place. */
const probes = new Map<string, Question>();
/** Places that owe the answer to something nobody waits for any more. */
const owing = new Set<string>();

/**
 * Waits for work that may never answer.
 *
 * @param place what it is asked of: while it owes an answer, nothing is started, and it counts as late at once
 * @param work is told by its signal that nobody waits any more; what it does afterwards is ignored
 * @param onLate gives the error to throw when the time is over
 */
export async function askPlace<T>(
  place: string,
  limitMs: number,
  work: (signal: AbortSignal) => Promise<T>,
  onLate: () => Error,
): Promise<T> {
  if (owing.has(place)) throw onLate();
  const stop = new AbortController();
  const late = Promise.withResolvers<never>();
  const answer = work(stop.signal);
  const timer = setTimeout(() => {
    const error = onLate();
    owing.add(place);
    const settle = () => owing.delete(place);
    answer.then(settle, settle);
    stop.abort(error);
    late.reject(error);
  }, limitMs);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits until the file system that a path is on says anything at all, if only that nothing is there. Whoever asks while another
 * question to the same share is under way waits for that one.
 *
 * @param onLate gives the error to throw when the time is over
 */
export async function requireAnswer(path: string, limitMs: number, onLate: () => Error): Promise<void> {
  const share = shareOf(path);
  const place = share ?? path;
  const now = performance.now();
  let probe = probes.get(place);
  if (probe !== undefined && now - probe.askedMs > limitMs) throw onLate();
  if (probe === undefined) {
    const forget = () => void probes.delete(place);
    const answer = share === undefined ? askHere(path).finally(forget) : askOutside(path, forget);
    probe = { answer, askedMs: now };
    probes.set(place, probe);
  }
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(onLate()), limitMs);
  try {
    await Promise.race([probe.answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

async function askHere(path: string): Promise<void> {
  try {
    await stat(path);
  } catch (error) {
    if (systemCodeOf(error) === undefined) throw error;
  }
}

/** Longer than anybody waits. */
const KILL_AFTER_MS = 30_000;

/**
 * Asks by another program: it hangs instead of one of our threads, of which several shares of one server would take all, and it can
 * be killed as a rule.
 *
 * @param onOver told when it has ended, so that it may be asked again
 * @returns what stays open when it had to be killed: that is no answer
 */
function askOutside(path: string, onOver: () => void): Promise<void> {
  const answer = Promise.withResolvers<void>();
  const child = spawn("/usr/bin/test", ["-e", path], { stdio: "ignore", cwd: "/" });
  child.unref(); // nobody waits for it when the host ends
  const timer = setTimeout(() => child.kill("SIGKILL"), KILL_AFTER_MS);
  timer.unref();
  child.on("error", () => {
    clearTimeout(timer);
    // there is no such program, or no room for it: better a thread than no answer
    askHere(path).finally(onOver).then(answer.resolve, answer.reject);
  });
  child.on("exit", (_code, signal) => {
    clearTimeout(timer);
    onOver();
    if (signal === null) answer.resolve();
  });
  return answer.promise;
}

/** What mounts others when they are asked for waits for their servers, too. */
const OF_NETWORK = /^(?:nfs4?|cifs|smb3|9p|glusterfs|ceph|autofs|fuse\..*)$/;

/** @returns where the share that holds a path is mounted; undefined where it is on none, or that cannot be told */
function shareOf(path: string): string | undefined {
  const holds = (mount: string) => path === mount || path.startsWith(`${mount}/`);
  return networkMounts().findLast(holds);
}

/** Whether a path is on a share, which may stop to answer at any moment. */
export function isOnShare(path: string): boolean {
  return shareOf(path) !== undefined;
}

/** @source proc(5): what is mounted last counts; spaces and the like stand there in octal, like \040 */
function networkMounts(): readonly string[] {
  if (process.platform !== "linux") return [];
  let text: string;
  try {
    text = readFileSync("/proc/self/mounts", "utf8");
  } catch {
    return []; // without the table each path is a place of its own
  }
  return text.split("\n").flatMap((line) => {
    const [, where = "", type = ""] = line.split(" ");
    if (!OF_NETWORK.test(type)) return [];
    return [
      where.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))),
    ];
  });
}

/** Whether a folder is where a share is mounted. */
export function isShare(path: string): boolean {
  return networkMounts().includes(path);
}
