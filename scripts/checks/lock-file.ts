/** What npm gets wrong in package-lock.json, and a fresh `npm ci` then stumbles over, as pure functions. */
import { z } from "zod";

const Entry = z.looseObject({
  version: z.string().optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const LockFile = z.looseObject({ packages: z.record(z.string(), Entry) });

/**
 * Packages that carry prebuilt programs beside a `binding.gyp`. npm before version 11 does not look at their own
 * `"gypfile": false` during `npm ci` and runs node-gyp, which fails on a machine without Python and a compiler, unless
 * the lock file says so too. `npm install` drops that line.
 */
const PREBUILT = ["node_modules/better-sqlite3"];

/**
 * @param json text of package-lock.json
 * @returns one sentence per thing that would make `npm ci` fail on another machine
 */
export function checkLockFile(json: string): readonly string[] {
  const { packages } = LockFile.parse(JSON.parse(json));
  const withoutGypfile = PREBUILT.filter((name) => packages[name]?.gypfile !== false).map(
    (name) => `package-lock.json lacks "gypfile": false for ${name}: run \`npm run lock\``,
  );
  const withoutEntry = Object.entries(packages).flatMap(([owner, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => placesOf(name, owner).every((place) => packages[place] === undefined))
      .map((name) => `package-lock.json has no entry for ${name}, which ${owner} needs on another platform`),
  );
  return [...withoutGypfile, ...withoutEntry];
}

/** Where Node.js looks for a package: beside what its owner brings, then at every folder above. */
function placesOf(name: string, owner: string): readonly string[] {
  const above = owner
    .split("/node_modules/")
    .map((_, n, parts) => parts.slice(0, n + 1).join("/node_modules/"));
  return [`node_modules/${name}`, ...above.map((folder) => `${folder}/node_modules/${name}`)];
}

/** @returns the lock file's text with the lines that `npm install` drops put back */
export function completeLockFile(json: string): string {
  const lock: unknown = JSON.parse(json, (key, value: unknown) =>
    PREBUILT.includes(key) ? { ...Entry.parse(value), gypfile: false } : value,
  );
  return `${JSON.stringify(lock, null, 2)}\n`;
}
