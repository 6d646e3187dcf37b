/**
 * Makes few large files of the many small ones: to find, read and link a hundred modules takes Node.js longer than many
 * a command takes for its work, and each thread would pay for it again. CommonJS, because Node.js starts it without the
 * loader of ES modules, and its own modules without their ES facade, which loads what nobody asked for.
 */
import { cp } from "node:fs/promises";
import path from "node:path";
import { type LogLevel, type Plugin, type RolldownLog, rolldown } from "rolldown";
import { PROJECT_FOLDER } from "../run-command.ts";

/** What the desktop application's processes start with, relative to the project. */
export const DESKTOP_ENTRIES: readonly string[] = [
  "core/jobs/job-process.ts",
  "electron/main.ts",
  "electron/preload.ts",
];
/** What processes start with. Threads are found where they are started. */
const PROCESS_ENTRIES: readonly string[] = ["console/main.ts", ...DESKTOP_ENTRIES];
/** What the desktop application shows outside of its pages. */
const ICONS_FOLDER = "electron/icons";
/** What the console shows where its pages cannot be. */
const SIGN_IN_FOLDER = "console/server/sign-in-page";
/**
 * Packages that bring native code and look for it beside themselves, or, as ssh2, do without it where it was not built; those of
 * the console's server, which look for their parts and plugins at run time; and Electron, which is there only then.
 */
const EXTERNAL_PACKAGES = [
  "better-sqlite3",
  "koffi",
  "@parcel/watcher",
  "ssh2",
  "fastify",
  /^@fastify\//,
  "selfsigned",
  "electron",
];
/** `workerUrl(import.meta.url, "./backup-thread")` */
const THREAD_START = /\bworkerUrl\(\s*import\.meta\.url,\s*["']([^"']+)["']/g;

/**
 * Bundles every process and every thread into one flat folder, where `core/threads/worker-url.ts` looks for them.
 * Commands stay in files of their own, loaded at their use; a thread is a single file.
 *
 * @param processes what to build, all of them unless a test needs less
 * @throws {Error} the bundler's, and for whatever it has doubts about
 */
export async function bundle(
  outFolder: string,
  processes: readonly string[] = PROCESS_ENTRIES,
): Promise<void> {
  const entries = new Set(processes);
  // A set hands out what is added meanwhile, too: the threads that are started by what has just been bundled.
  for (const entry of entries) await bundleEntry(entry, outFolder, findThreads(entries));
  const names = new Set([...entries].map(nameOf));
  if (names.size < entries.size)
    throw new Error(`two of these have the same name: ${[...entries].join(", ")}`);
  await cp(path.join(PROJECT_FOLDER, ICONS_FOLDER), path.join(outFolder, "icons"), { recursive: true });
  await cp(path.join(PROJECT_FOLDER, SIGN_IN_FOLDER), path.join(outFolder, "sign-in-page"), {
    recursive: true,
  });
}

/** Of the file that an entry becomes, without its ending. */
function nameOf(entry: string): string {
  const name = path.basename(entry, ".ts");
  return entry.startsWith("electron/") ? `desktop-${name}` : name;
}

/** Each entry by itself: what several have in common would be loaded as many small files again. */
async function bundleEntry(entry: string, outFolder: string, plugin: Plugin): Promise<void> {
  const build = await rolldown({
    cwd: PROJECT_FOLDER,
    input: { [nameOf(entry)]: entry },
    platform: "node",
    external: EXTERNAL_PACKAGES,
    plugins: [plugin],
    onLog: refuseWarnings,
  });
  try {
    await build.write({
      dir: outFolder,
      format: "cjs",
      entryFileNames: "[name].cjs",
      chunkFileNames: "[name]-[hash].cjs",
      sourcemap: true,
    });
  } finally {
    await build.close();
  }
}

function findThreads(found: Set<string>): Plugin {
  return {
    name: "find-threads",
    transform(code, id) {
      for (const [, module] of code.matchAll(THREAD_START)) {
        found.add(path.relative(PROJECT_FOLDER, path.resolve(path.dirname(id), `${module}.ts`)));
      }
    },
  };
}

/** What a job loads at its use, its host may need from the beginning. */
const HARMLESS = "INEFFECTIVE_DYNAMIC_IMPORT";

function refuseWarnings(level: LogLevel, { code, message }: RolldownLog): void {
  if (level === "warn" && code !== HARMLESS) throw new Error(message);
}
