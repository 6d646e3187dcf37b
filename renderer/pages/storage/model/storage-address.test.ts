import { expect, test } from "vitest";
import type { HealthSubjectId, WatchedHostId } from "../../../../shared/ids.ts";
import { addressOf, placeOf, type StoragePlace } from "./storage-address.ts";

const HOST = "00000000-0000-4000-8000-000000000001" as WatchedHostId;
const THING = "00000000-0000-4000-8000-000000000002" as HealthSubjectId;

test.each<StoragePlace>([
  { view: "host", hostId: undefined, subjectId: undefined },
  { view: "host", hostId: HOST, subjectId: undefined },
  { view: "host", hostId: HOST, subjectId: THING },
  { view: "disk", diskId: THING },
  { view: "saved" },
])("an address leads back to its place: %o", (place) => {
  expect(placeOf(addressOf(place).replace(/^\/storage\/?/, ""))).toEqual(place);
});

test.each([undefined, "", "disk", "disk/none", "host", "host/../..", `host/x/${THING}`, "elsewhere"])(
  "an address nobody made shows the hosts: %s",
  (rest) => {
    expect(placeOf(rest)).toEqual({ view: "host", hostId: undefined, subjectId: undefined });
  },
);
