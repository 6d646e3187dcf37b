import { writeFile } from "node:fs/promises";
import path from "node:path";
import { withPrivateFolder } from "./private-folder.ts";

/** A file with a password for a program, which only its owner may read, and which is gone when the program is. */
export async function withSignInFile<T>(content: string, work: (file: string) => Promise<T>): Promise<T> {
  return await withPrivateFolder("sign-in", async (folder) => {
    const file = path.join(folder, "sign-in");
    await writeFile(file, content, { mode: 0o600, flag: "wx" });
    return await work(file);
  });
}
