import { chmod, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { asOrdinaryUser } from "../../test/support/ordinary-user.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { canMount, makeFolderReadOnly } from "../../test/support/tmpfs.ts";
import { dataFolder, makeDataFolder } from "./folders.ts";

describe("dataFolder", () => {
  test.each([
    ["linux", {}, "/home/ana/.local/share/backstay"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/data/backstay"],
    ["linux", { XDG_DATA_HOME: "relative" }, "/home/ana/.local/share/backstay"],
    ["linux", { XDG_DATA_HOME: "" }, "/home/ana/.local/share/backstay"],
    ["linux", { XDG_DATA_HOME: "/data", BACKSTAY_HOME: "/own" }, "/own"],
    ["darwin", { XDG_DATA_HOME: "/data" }, "/home/ana/Library/Application Support/Backstay"],
    ["win32", { LOCALAPPDATA: "D:\\Local" }, "D:\\Local\\Backstay"],
    ["win32", {}, "\\home\\ana\\AppData\\Local\\Backstay"],
  ] as const)("is the usual place on %s with %j", (platform, env, folder) => {
    expect(dataFolder({ env, platform, home: "/home/ana" })).toBe(folder);
  });

  test("is made for its owner only, parents included, and left alone when it is there", async () => {
    const home = join(await tempFolder(), "deep", "er");
    const surroundings = { env: { BACKSTAY_HOME: home }, platform: process.platform, home: "/none" };
    expect(makeDataFolder(surroundings)).toBe(home);
    expect(makeDataFolder(surroundings)).toBe(home);
    expect((await stat(home)).mode & 0o777).toBe(0o700);
  });

  test("says in words that a file stands in its place, or that nobody may write there", async () => {
    const folder = await tempFolder();
    await writeFile(join(folder, "file"), "");
    const make = (home: string) => {
      try {
        return makeDataFolder({ env: { BACKSTAY_HOME: home }, platform: process.platform, home: "/none" });
      } catch (error) {
        return error;
      }
    };
    expect(make(join(folder, "file"))).toMatchObject({
      ...{ code: "DATA_FOLDER_UNUSABLE", details: { path: join(folder, "file"), systemCode: "EEXIST" } },
    });
    expect(make(join(folder, "file", "below"))).toMatchObject({ details: { systemCode: "ENOTDIR" } });
    await chmod(folder, 0o755);
    await asOrdinaryUser(async () => {
      if (process.geteuid?.() === (await stat(folder)).uid) return; // who runs the tests may write there
      expect(make(join(folder, "new"))).toMatchObject({
        ...{ code: "DATA_FOLDER_UNUSABLE", details: { systemCode: "EACCES" } },
      });
    });
    if (!canMount()) return;
    makeFolderReadOnly(folder);
    expect(make(folder)).toMatchObject({ code: "DATA_FOLDER_UNUSABLE", details: { systemCode: "EROFS" } });
  });
});
