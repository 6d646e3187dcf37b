/**
 * Builds the WebAssembly modules from their AssemblyScript sources into core/kernel/build, unless they are newer than
 * everything they are made from.
 *
 * Usage: node scripts/build-kernel.ts [--out DIST]
 * With `--out`, or when dist/ exists, also copies them into its folder `build`, where the built engine looks for them.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { main as compile } from "assemblyscript/asc";

const root = path.dirname(import.meta.dirname);
const kernelFolder = path.join(root, "core/kernel");
const sourceFolder = path.join(kernelFolder, "assembly");
const buildFolder = path.join(kernelFolder, "build");

/** Entry file and module. */
const MODULES = [
  ["index.ts", "kernel.wasm"],
  ["scrypt.ts", "scrypt.wasm"],
] as const;

const FLAGS = ["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--enable", "simd,relaxed-simd"];

function newestInputMs(): number {
  const sources = readdirSync(sourceFolder).map((name) => path.join(sourceFolder, name));
  const compiler = path.join(root, "node_modules/assemblyscript/package.json");
  return Math.max(...[...sources, compiler, import.meta.filename].map((file) => statSync(file).mtimeMs));
}

function isUpToDate(file: string): boolean {
  return existsSync(file) && statSync(file).mtimeMs >= newestInputMs();
}

async function build(entry: string, file: string): Promise<void> {
  // Two builds at once (tests beside a build) must never let anyone load half a module.
  const unfinished = `${file}.${process.pid}`;
  const { error, stderr } = await compile([
    ...[path.relative(root, path.join(sourceFolder, entry)), "--baseDir", root],
    ...["-o", path.relative(root, unfinished)],
    // Nothing in the sources can abort, so the module needs no function from outside.
    ...[...FLAGS, "--use", "abort="],
  ]);
  if (error) throw new Error(`${entry} does not compile\n${stderr.toString()}`, { cause: error });
  renameSync(unfinished, file);
}

const { values } = parseArgs({ options: { out: { type: "string" } } });
const dist = path.resolve(root, values.out ?? "dist");

mkdirSync(buildFolder, { recursive: true });
for (const [entry, module] of MODULES) {
  const file = path.join(buildFolder, module);
  if (!isUpToDate(file)) await build(entry, file);
  if (values.out !== undefined || existsSync(dist)) {
    const target = path.join(dist, "build");
    mkdirSync(target, { recursive: true });
    copyFileSync(file, path.join(target, module));
  }
}
