import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { electronProgram, whyNoDesktop } from "./why-no-desktop.ts";

const linux = { platform: "linux", env: { DISPLAY: ":0" }, isRoot: false } as const;

test.each([
  ["a screen and an ordinary user", linux, undefined],
  ["Wayland", { ...linux, env: { WAYLAND_DISPLAY: "wayland-0" } }, undefined],
  ["no screen", { ...linux, env: {} }, "no-screen"],
  ["an empty name of a screen", { ...linux, env: { DISPLAY: "" } }, "no-screen"],
  ["root", { ...linux, isRoot: true }, "root"],
  ["macOS", { platform: "darwin", env: {}, isRoot: false } as const, undefined],
  [
    "somebody who does not want it",
    { ...linux, env: { DISPLAY: ":0", BACKSTAY_NO_DESKTOP: "1" } },
    "unwanted",
  ],
])("with %s", (_, desktop, says) => {
  expect(whyNoDesktop(desktop)).toBe(says);
});

test("the runtime is there when its program is", async () => {
  const folder = await tempFolder();
  expect(electronProgram(folder)).toBeUndefined();
  writeFileSync(path.join(folder, "path.txt"), "electron");
  expect(electronProgram(folder)).toBeUndefined();
  mkdirSync(path.join(folder, "dist"));
  writeFileSync(path.join(folder, "dist", "electron"), "");
  expect(electronProgram(folder)).toBe(path.join(folder, "dist", "electron"));
});
