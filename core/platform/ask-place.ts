/**
 * Asking places that may never answer: a share whose server is gone keeps a call in the system for ever, and with it one of the few
 * threads that all file work of a process goes through. So a place that owes an answer is not asked again.
 */
import { readFileSync } from "node:fs";
import { stat } from "node:fs/promises";
import { systemCodeOf } from "../../shared/errors.ts";

type Question = { readonly answer: Promise<unknown>; readonly askedMs: number };

/** What was asked and not answered yet, by share. */
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
  const now = performance.now();
  let probe = probes.get(share);
  if (probe !== undefined && now - probe.askedMs > limitMs) throw onLate();
  if (probe === undefined) {
    const answer = stat(path)
      .catch((error: unknown) => {
        if (systemCodeOf(error) === undefined) throw error;
      })
      .finally(() => probes.delete(share));
    probe = { answer, askedMs: now };
    probes.set(share, probe);
  }
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(onLate()), limitMs);
  try {
    await Promise.race([probe.answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const OF_NETWORK = /^(?:nfs4?|cifs|smb3|9p|glusterfs|ceph|fuse\..*)$/;

/** @returns where the share that holds a path is mounted; the path itself where it is on none, or that cannot be told */
function shareOf(path: string): string {
  const holds = (mount: string) => path === mount || path.startsWith(`${mount}/`);
  return networkMounts().findLast(holds) ?? path;
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
