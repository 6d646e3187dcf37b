import { fileURLToPath } from "node:url";
import { outsideArchive } from "../core/threads/worker-url.ts";

/** Where the build puts what the desktop application consists of: beside the one file that all of its main process is. */
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export const PRELOAD_FILE: string = beside("./desktop-preload.cjs");
export const PAGES_FOLDER: string = beside("./renderer");
export const ICONS_FOLDER: string = beside("./icons");
/** A process of its own, which starts threads; see {@link outsideArchive}. */
export const JOB_PROCESS_FILE: string = outsideArchive(beside("./job-process.cjs"));
