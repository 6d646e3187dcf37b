import path from "node:path";

/**
 * Lets Node keep what it made of the sources for the next thread or process: the tests start thousands of them, and
 * most of their time would go into reading the same sources again. For processes started from now on.
 */
export function rememberCompiledCode(): void {
  process.env.NODE_COMPILE_CACHE ??= path.resolve(
    import.meta.dirname,
    "../../node_modules/.cache/backstay-tests",
  );
}
