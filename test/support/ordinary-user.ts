/** The user `nobody` on Debian; any user without rights would do. */
const NOBODY = 65534;

/** Runs something without root's right to everything. Users other than root run it as they are. */
export async function asOrdinaryUser<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(NOBODY);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}
