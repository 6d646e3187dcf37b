/** `npm run lock`: puts back into package-lock.json what `npm install` dropped. See `checks/lock-file.ts`. */
import { readFile, writeFile } from "node:fs/promises";
import { completeLockFile } from "./checks/lock-file.ts";
import { PROJECT_FOLDER } from "./run-command.ts";

const file = `${PROJECT_FOLDER}package-lock.json`;
await writeFile(file, completeLockFile(await readFile(file, "utf8")));
