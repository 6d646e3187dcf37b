/**
 * What servers that were started for a while leave when whoever started them was killed: processes, and a folder elsewhere. Of each there
 * is a note, written before there is anything, in the folder of the drill.
 */
import { lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { z } from "zod";
import { hasSystemCode } from "../../../shared/errors.ts";
import { isProcessAlive } from "../../platform/process-alive.ts";
import { runToEnd } from "../run-to-end.ts";

const ServerNote = z.strictObject({
  data: z.string(),
  beside: z.string(),
  user: z.strictObject({ uid: z.int(), gid: z.int() }).nullable(),
  /** Of the server, once it was started. */
  pid: z.int().nullable(),
  endSignal: z.enum(["SIGQUIT", "SIGKILL"]),
});
export type ServerNote = z.infer<typeof ServerNote>;

const FOLDER = "servers";
const ENDING = ".note";
/** The only folders that are ever removed elsewhere. */
export const BESIDE_PREFIX = "backstay-drill-";
const BESIDE = new RegExp(`^${BESIDE_PREFIX}[0-9a-f]{16}$`);
/** How long a server may take to end by itself, and then to be gone. */
const END_MS = 3000;
const GONE_MS = 10_000;
const LOOK_MS = 25;
const REMOVE_MS = 10 * 60_000;

/** Written anew when more is known, in one step: a note that is cut off would be taken for one of nothing. */
export async function noteServer(drillFolder: string, name: string, note: ServerNote): Promise<void> {
  const folder = join(drillFolder, FOLDER);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name}${ENDING}`);
  await writeFile(`${path}.new`, JSON.stringify(note), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Once nothing of it is left. */
export async function forgetServer(drillFolder: string, name: string): Promise<void> {
  await rm(join(drillFolder, FOLDER, `${name}${ENDING}`), { force: true });
}

/** @returns the folder of a server's databases in that of the drill */
export function dataFolderOf(drillFolder: string, name: string): string {
  return join(drillFolder, FOLDER, name);
}

export function hasLeftServers(drillFolder: string): boolean {
  try {
    return readdirSync(join(drillFolder, FOLDER)).some((name) => name.endsWith(ENDING));
  } catch (error) {
    if (hasSystemCode(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}

/**
 * Ends what servers of a drill are left, and removes their folders elsewhere. To be called when nobody uses them any more.
 * @throws when one cannot be ended or removed; it is tried again by the next call
 */
export async function endLeftServers(drillFolder: string): Promise<void> {
  if (!hasLeftServers(drillFolder)) return;
  for (const name of await readdir(join(drillFolder, FOLDER))) {
    if (!name.endsWith(ENDING)) continue;
    const note = readNote(await readFile(join(drillFolder, FOLDER, name), "utf8"));
    if (note !== undefined) await endServer(note);
    await forgetServer(drillFolder, name.slice(0, -ENDING.length));
  }
}

/** @returns undefined for one that was cut off in being written: nothing was started yet, or an earlier one was whole */
function readNote(text: string): ServerNote | undefined {
  try {
    return ServerNote.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Ends a server with all that it started, and removes what it has. */
export async function endServer({ data, beside, user, pid, endSignal }: ServerNote): Promise<void> {
  const find = () => processesIn(data);
  if (pid !== null && (await find()).includes(pid)) {
    send(pid, endSignal);
    await until(async () => (await find()).length === 0, END_MS);
  }
  const isGone = await until(async () => {
    const left = await find();
    for (const one of left) send(one, "SIGKILL");
    return left.length === 0;
  }, GONE_MS);
  if (!isGone) throw new Error(`a server of databases for trial does not end: ${beside}`);
  await removeBeside(beside, user ?? undefined);
  if (user === null) rmSync(data, { recursive: true, force: true });
}

/** As the user it belongs to: whatever he puts there meanwhile, nothing of others is removed. */
async function removeBeside(
  beside: string,
  user: { readonly uid: number; readonly gid: number } | undefined,
): Promise<void> {
  if (!BESIDE.test(basename(beside))) throw new Error(`no folder of a drill: ${beside}`);
  if (user === undefined) return rmSync(beside, { recursive: true, force: true });
  const owner = lstatSync(beside, { throwIfNoEntry: false })?.uid;
  if (owner === undefined) return;
  if (owner !== user.uid) return rmSync(beside, { recursive: true, force: true }); // it was not handed over yet
  await runToEnd({
    ...{ program: "/bin/rm", arguments: ["-rf", "--", beside], limitMs: REMOVE_MS },
    ...{ signal: AbortSignal.timeout(REMOVE_MS), as: user, cwd: "/" },
  });
}

function send(pid: number, signal: "SIGQUIT" | "SIGKILL"): void {
  try {
    process.kill(pid, signal);
  } catch {
    // it has ended
  }
}

async function until(isSo: () => Promise<boolean>, limitMs: number): Promise<boolean> {
  for (const endMs = performance.now() + limitMs; ; ) {
    if (await isSo()) return true;
    if (performance.now() > endMs) return false;
    await wait(LOOK_MS);
  }
}

/**
 * @returns processes that work in a folder of data, or were told to by an argument: no number of one that was given out again is among
 * them
 */
async function processesIn(data: string): Promise<readonly number[]> {
  if (process.platform === "linux")
    return readdirSync("/proc")
      .map(Number)
      .filter((pid) => Number.isInteger(pid) && isIn(pid, data) && isProcessAlive(pid));
  // as its manual says; nobody has run it
  const { output } = await runToEnd({
    ...{ program: "/bin/ps", arguments: ["-axww", "-o", "pid=,command="], limitMs: GONE_MS },
    signal: AbortSignal.timeout(GONE_MS),
  });
  return output
    .split("\n")
    .filter((line) => line.includes(data))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid);
}

function isIn(pid: number, data: string): boolean {
  try {
    const cwd = readlinkSync(`/proc/${pid}/cwd`);
    if (cwd === data || cwd.startsWith(`${data}/`)) return true;
    const given = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0");
    return given.includes(data) || given.includes(`--datadir=${data}`);
  } catch {
    return false; // gone meanwhile, or of somebody who is no business of ours
  }
}
