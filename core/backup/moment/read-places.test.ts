import { expect, test } from "vitest";
import { rawPathFromText } from "../../platform/raw-path.ts";
import { createReadPlaces } from "./read-places.ts";

const raw = rawPathFromText;

const places = createReadPlaces({
  places: [
    { path: raw("/data"), at: raw("/data/.backstay-snapshots/one") },
    { path: raw("/data/usb"), at: raw("/data/usb") },
    { path: raw("/data/sub"), at: raw("/data/.backstay-snapshots/two") },
  ],
  devices: [{ at: 70n, live: 40n }],
});

test("reads below a place in its snapshot, and the rest where it is", () => {
  expect(places.of(raw("/data"))).toBe("/data/.backstay-snapshots/one");
  expect(places.of(raw("/data/a/b"))).toBe("/data/.backstay-snapshots/one/a/b");
  expect(places.of(raw("/data2/a"))).toBe("/data2/a");
  expect(places.of(raw("/"))).toBe("/");
});

test("the deepest place counts, also where it is live", () => {
  expect(places.of(raw("/data/sub/x"))).toBe("/data/.backstay-snapshots/two/x");
  expect(places.of(raw("/data/usb/x"))).toBe("/data/usb/x");
  expect(places.of(raw("/data/usbx"))).toBe("/data/.backstay-snapshots/one/usbx");
  expect(places.isPlace(raw("/data/usb"))).toBe(true);
  expect(places.isPlace(raw("/data/usbx"))).toBe(false);
});

test("a root folder that is a place holds everything", () => {
  const root = createReadPlaces({ places: [{ path: raw("/"), at: raw("/.s/1") }], devices: [] });
  expect(root.of(raw("/"))).toBe("/.s/1");
  expect(root.of(raw("/etc/ä"))).toBe(raw("/.s/1/etc/ä"));
});

test("a snapshot's device is told as that of the original", () => {
  expect(places.liveDevice(70n)).toBe(40n);
  expect(places.liveDevice(71n)).toBe(71n);
});
