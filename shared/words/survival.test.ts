import { expect, test } from "vitest";
import { LANGUAGES } from "./language.ts";
import { describeChanges } from "./survival.ts";

test.each(LANGUAGES)("how much changed is called an estimate, with what it rests on: %s", (language) => {
  const some = describeChanges({ files: 1240, bytes: 12_400_000, backups: 14 }, language);
  expect(some).toMatch(language === "zh" ? /约.*估计/ : /about .* an estimate from the last 14 backups\.$/);
  expect(some).toContain("14");
  expect(some).toMatch(/12(?:\.4)?.MB/);
  expect(describeChanges({ files: 1, bytes: 100, backups: 5 }, "en")).toContain("about 1 file has changed");
  expect(describeChanges({ files: 0, bytes: 0, backups: 5 }, language)).toMatch(/5.*(?:backups|备份)/);
});
