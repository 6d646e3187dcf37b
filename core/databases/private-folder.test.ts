import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { withPrivateFolder } from "./private-folder.ts";

const MODULE = pathToFileURL(join(import.meta.dirname, "private-folder.ts")).href;

test.each(["sign-in", "through"] as const)(
  "a folder that only its owner may enter is gone afterwards, and with the next one when its process was killed: %s",
  async (kind) => {
    const script = `import { withPrivateFolder } from ${JSON.stringify(MODULE)};
      await withPrivateFolder(${JSON.stringify(kind)}, (folder) => new Promise(() => { console.log(folder); setInterval(() => {}, 1000); }));`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const left = line.trim();
    writeFileSync(join(left, ".s.PGSQL.5432"), "");
    const first = await withPrivateFolder(kind, async (folder) => {
      expect(existsSync(left), "of one that lives").toBe(true);
      if (process.platform !== "win32") expect(statSync(folder).mode & 0o777).toBe(0o700);
      return folder;
    });
    expect(existsSync(first)).toBe(false);
    child.kill("SIGKILL");
    await once(child, "exit");
    await withPrivateFolder(kind, async () => undefined);
    expect(existsSync(left)).toBe(false);
    await expect(withPrivateFolder(kind, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
  },
);
