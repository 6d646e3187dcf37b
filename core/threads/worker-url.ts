/**
 * Where a thread's module is. From the TypeScript sources a thread runs its source file; built, it is one file beside all
 * others of `dist/`. `scripts/build/bundle.ts` finds the threads to build by the calls of this function.
 *
 * @param from `import.meta.url` of the module that starts the thread
 * @param module path relative to that module, without ending, like `./backup-thread`
 */
export function workerUrl(from: string, module: string): URL {
  if (from.endsWith(".ts")) return new URL(`${module}.ts`, from);
  return new URL(`${module.slice(module.lastIndexOf("/") + 1)}.cjs`, outsideArchive(from));
}

/**
 * The packaged desktop application lies in one archive; what threads and processes start with also lies beside it, because
 * not every way of starting one looks into the archive. See `asarUnpack` in `electron-builder.yml`.
 *
 * @param url a path or a `file:` address
 */
export function outsideArchive(url: string): string {
  return url.replace(/([\\/])app\.asar(?=[\\/])/, "$1app.asar.unpacked");
}
