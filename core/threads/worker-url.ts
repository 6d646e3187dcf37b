/**
 * Where a thread's module is. Threads are started from the TypeScript sources and from the compiled engine alike, where
 * the same module has another ending.
 *
 * @param meta `import.meta` of the module that starts the thread
 * @param module path relative to that module, without ending, like `./backup-thread`
 */
export function workerUrl(meta: { readonly url: string }, module: string): URL {
  const ending = meta.url.endsWith(".ts") ? ".ts" : ".js";
  return new URL(module + ending, meta.url);
}
