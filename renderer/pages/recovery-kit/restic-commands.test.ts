import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { resticCommands } from "./restic-commands.ts";

test.each(["/srv/nas/office", "/srv/old data/it's $HOME `x`", "/volume1/备份"])(
  "a shell takes the folder %s for one word",
  (location) => {
    const [list = ""] = resticCommands({ kind: "folder", location }) ?? [];
    const words = execFileSync("sh", ["-c", list.replace(/^restic/, "printf '%s\\n'")], { encoding: "utf8" });
    expect(words.split("\n").slice(0, 3)).toEqual(["-r", location, "snapshots"]);
  },
);

test("a path of Windows is written as its shells want it", () => {
  expect(resticCommands({ kind: "folder", location: "\\\\nas\\backup share" })?.[0]).toBe(
    'restic -r "\\\\nas\\backup share" snapshots',
  );
});

test("what restic cannot reach by itself has no commands", () => {
  expect(resticCommands({ kind: "webdav", location: "webdav:https://ann@nas/backup/" })).toBeNull();
  expect(resticCommands({ kind: "ftp", location: "ftps://ann@nas/backup" })).toBeNull();
  expect(resticCommands({ kind: "sftp", location: "sftp:ann@nas:/backup" })?.[0]).toBe(
    "restic -r sftp:ann@nas:/backup snapshots",
  );
});
