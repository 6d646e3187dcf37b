/**
 * The rules of ARCHITECTURE.md, "Who may import whom", as pure functions over the text of source files.
 */
import path from "node:path";

/** A source file: its path from the project's folder, with `/`, and its text. */
export type SourceFile = { readonly path: string; readonly text: string };

/** Which packages exist for what, from package.json. */
export type Packages = { readonly production: readonly string[]; readonly development: readonly string[] };

type Layer = "shared" | "core" | "electron" | "console" | "renderer";

const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  shared: ["shared"],
  core: ["shared", "core"],
  electron: ["shared", "core", "electron"],
  console: ["shared", "core", "console"],
  renderer: ["shared", "renderer"],
};
/** Layers that also run in a browser page, where Node.js does not exist. */
const WITHOUT_NODE: readonly Layer[] = ["shared", "renderer"];
/** Packages that belong to one layer alone, wherever package.json lists them. */
const HOME_OF_PACKAGE: Readonly<Record<string, readonly Layer[]>> = {
  electron: ["electron"],
  react: ["renderer"],
  "react-dom": ["renderer"],
};

// An import or export statement never holds a quote, a `;` or a parenthesis before the module's name.
const STATEMENT = /(?:^|[;\n])\s*(?:import|export)\b(?:[^"'`;()]*?\bfrom)?\s*["']([^"'\n]+)["']/g;
const CALL = /\bimport\s*\(\s*["']([^"'\n]+)["']/g;
const COMMENT = /\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/[^\n]*/g;

/** @returns the module names a file imports, type imports and `import("x")` included, in order of kind */
export function importsOf(text: string): readonly string[] {
  const code = text.replace(COMMENT, "");
  return [...code.matchAll(STATEMENT), ...code.matchAll(CALL)].flatMap(([, name]) => name ?? []);
}

/** @returns one sentence per broken rule, beginning with the file's path; nothing when all is well */
export function checkImports(files: readonly SourceFile[], packages: Packages): readonly string[] {
  const problems = files.flatMap((file) =>
    importsOf(file.text).flatMap((name) => {
      const problem = checkImport(file.path, name, packages);
      return problem === undefined ? [] : [`${file.path} imports "${name}": ${problem}`];
    }),
  );
  return [...problems, ...findCycles(files)];
}

function checkImport(from: string, name: string, packages: Packages): string | undefined {
  const layer = layerOf(from);
  if (layer === undefined) return undefined; // tests and scripts may use everything
  if (name.startsWith(".")) return checkOwnFile(from, layer, resolveImport(from, name));
  if (name.startsWith("node:")) {
    if (WITHOUT_NODE.includes(layer) && !isTest(from))
      return `${layer}/ also runs where Node.js does not exist`;
    return undefined;
  }
  return checkPackage(from, layer, packageOf(name), packages);
}

function checkOwnFile(from: string, layer: Layer, target: string): string | undefined {
  const targetLayer = layerOf(target);
  if (targetLayer !== undefined && !MAY_IMPORT[layer].includes(targetLayer)) {
    return `${layer}/ may import only ${MAY_IMPORT[layer].join(", ")}`;
  }
  if (isTest(from)) return undefined;
  if (targetLayer === undefined || isTest(target)) return "what ships may not import tests or scripts";
  return undefined;
}

function checkPackage(from: string, layer: Layer, name: string, packages: Packages): string | undefined {
  const homes = HOME_OF_PACKAGE[name];
  if (homes !== undefined && !homes.includes(layer)) return `only ${homes.join(", ")}/ may use this package`;
  if (packages.production.includes(name)) return undefined;
  if (!packages.development.includes(name)) return "package.json does not list this package";
  if (isTest(from) || layer === "renderer") return undefined; // the renderer is bundled when it is built
  return name === "electron" ? undefined : "what ships may not need a devDependency";
}

/** @returns one sentence per group of files that import each other in a circle, type imports included */
function findCycles(files: readonly SourceFile[]): readonly string[] {
  const known = new Set(files.map((file) => file.path));
  const imports = new Map(
    files.map(({ path: from, text }) => [
      from,
      importsOf(text)
        .filter((name) => name.startsWith("."))
        .map((name) => resolveImport(from, name))
        .filter((target) => known.has(target)),
    ]),
  );
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      cycles.push(`${file}: import cycle ${[...trail.slice(start), file].join(" -> ")}`);
      return;
    }
    if (done.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const { path: file } of files) visit(file, []);
  return cycles;
}

function layerOf(file: string): Layer | undefined {
  const first = file.split("/", 1)[0] ?? "";
  return Object.hasOwn(MAY_IMPORT, first) ? (first as Layer) : undefined;
}

/** Unit tests stand beside the code; what several of them share is in a folder `testing`. */
function isTest(file: string): boolean {
  return /\.test\.tsx?$/.test(file) || file.includes("/testing/");
}

function resolveImport(from: string, name: string): string {
  return path.posix.join(path.posix.dirname(from), name);
}

/** `@scope/name/deep/file` is in the package `@scope/name`. */
function packageOf(name: string): string {
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}
