import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { tempFolder } from "../test/support/temp-folder.ts";
import { asTyped, commandName } from "./typed-command.ts";

test("names what can be typed: npx in a checkout, the program where it is installed", async () => {
  const folder = await tempFolder();
  expect(commandName({ PATH: "" }, folder)).toBe("backstay"); // no checkout: a package
  mkdirSync(path.join(folder, "scripts"));
  writeFileSync(path.join(folder, "scripts", "start.ts"), "");
  expect(commandName({ PATH: "" }, folder)).toBe("npx backstay");

  for (const bin of [path.join(folder, "node_modules", ".bin"), path.join(folder, "bin")]) {
    mkdirSync(bin, { recursive: true });
    writeFileSync(path.join(bin, "backstay"), "#!/bin/sh\n");
    chmodSync(path.join(bin, "backstay"), 0o755);
  }
  const ofNpm = path.join(folder, "node_modules", ".bin");
  expect(commandName({ PATH: ofNpm }, folder)).toBe("npx backstay");
  expect(commandName({ PATH: `${ofNpm}:${path.join(folder, "bin")}` }, folder)).toBe("backstay");
});

test("only commands are rewritten, wherever words quote them", () => {
  const words = "Backstay runs. Use `backstay console --link`, or look at /srv/backstay .";
  expect(asTyped(words, "npx backstay")).toBe(
    "Backstay runs. Use `npx backstay console --link`, or look at /srv/backstay .",
  );
  expect(asTyped(words, "backstay")).toBe(words);
});
