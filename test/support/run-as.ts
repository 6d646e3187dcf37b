import { execFileSync } from "node:child_process";

/** Servers of databases refuse to run as root: then they run as the user their package made. */
export function runAs(user: string): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const number = (flag: string) => Number(execFileSync("id", [flag, user], { encoding: "utf8" }));
  return { uid: number("-u"), gid: number("-g") };
}
