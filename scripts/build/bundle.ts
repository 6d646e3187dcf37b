/**
 * Makes few large files of the many small ones: to find, read and link a hundred modules takes Node.js longer than many
 * a command takes for its work, and each thread would pay for it again. CommonJS, because Node.js starts it without the
 * loader of ES modules, and its own modules without their ES facade, which loads what nobody asked for.
 */
import path from "node:path";
import { type LogLevel, type Plugin, type RolldownLog, rolldown } from "rolldown";
import { PROJECT_FOLDER } from "../run-command.ts";

/** What processes start with, relative to the project. Threads are found where they are started. */
const PROCESS_ENTRIES = ["console/main.ts", "core/jobs/job-process.ts"];
/** Packages that bring native code and look for it beside themselves, and Electron, which is there at run time only. */
const EXTERNAL_PACKAGES = ["better-sqlite3", "koffi", "@parcel/watcher", "electron"];
/** `workerUrl(import.meta.url, "./backup-thread")` */
const THREAD_START = /\bworkerUrl\(\s*import\.meta\.url,\s*["']([^"']+)["']/g;

/**
 * Bundles every process and every thread into one flat folder, where `core/threads/worker-url.ts` looks for them.
 * Commands stay in files of their own, loaded at their use; a thread is a single file.
 *
 * @throws {Error} the bundler's, and for whatever it has doubts about
 */
export async function bundle(outFolder: string): Promise<void> {
  const entries = new Set(PROCESS_ENTRIES);
  // A set hands out what is added meanwhile, too: the threads that are started by what has just been bundled.
  for (const entry of entries) await bundleEntry(entry, outFolder, findThreads(entries));
  const names = new Set([...entries].map((entry) => path.basename(entry)));
  if (names.size < entries.size)
    throw new Error(`two of these have the same name: ${[...entries].join(", ")}`);
}

/** Each entry by itself: what several have in common would be loaded as many small files again. */
async function bundleEntry(entry: string, outFolder: string, plugin: Plugin): Promise<void> {
  const build = await rolldown({
    cwd: PROJECT_FOLDER,
    input: entry,
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

function refuseWarnings(level: LogLevel, { message }: RolldownLog): void {
  if (level === "warn") throw new Error(message);
}
