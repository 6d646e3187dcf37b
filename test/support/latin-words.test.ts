import { expect, test } from "vitest";
import { leftoverLatin } from "./latin-words.ts";

test("English that is left in a Chinese text is found, whatever stands around it", () => {
  expect(leftoverLatin(["备份完成", "Save", "共 3 files 个", "错误：unknown"], [])).toEqual([
    "Save in “Save”",
    "files in “共 3 files 个”",
    "unknown in “错误：unknown”",
  ]);
});

test("names, paths, ids and units are no English", () => {
  const texts = [
    "已备份到 /mnt/nas/office backups，共 3.2 GB",
    "仓库 0c1f93ab 位于 /srv/box。",
    "Offer 114.txt 的预览",
    "按 Ctrl K 打开",
    "电脑 office-pc",
  ];
  expect(leftoverLatin(texts, ["Offer 114.txt", "office-pc"])).toEqual([
    "backups in “已备份到 /mnt/nas/office backups，共 3.2 GB”",
  ]);
});

test("a name does not hide a word that only begins like it", () => {
  expect(leftoverLatin(["Documented 文件"], ["Documents"])).toHaveLength(1);
});
