import { expect, test } from "vitest";
import { shortDiskName } from "./short-disk-name.ts";

test.each([
  ["WDC WD40EFRX-68N32N0", "WD-WCC7K4RT1F2X", "WD40EFRX"],
  ["ST4000VN006-3CW104", "ZW607Q3M0000", "ST4000VN006"],
  ["SAMSUNG MZ7L3480HCHQ-00A07", "S6Y4NA0T500431", "SAMSUNG MZ7L3480HCHQ"],
  ["ATA", "A-LONG-SERIAL-NUMBER-OF-IT", undefined],
])("%s is known by its model, without what only its maker needs", (model, serial, short) => {
  const given = shortDiskName(`${model} ${serial}`, { model }, { slot: "3" });
  expect(given).toEqual(short === undefined ? undefined : { model: short, slot: "3" });
});

test("a name that fits, and one without a model, stay whole", () => {
  expect(shortDiskName("LABDISK SATA HDD A1", { model: "LABDISK SATA HDD" }, { slot: null })).toBeUndefined();
  expect(shortDiskName("S6Y4NA0T500431-S6Y4NA0T500431", { model: null }, { slot: "1" })).toBeUndefined();
});
