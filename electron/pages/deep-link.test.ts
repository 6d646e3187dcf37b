import { expect, test } from "vitest";
import { deepLinkIn, parseDeepLink, routeOf } from "./deep-link.ts";

const id = "0b2f7d3e-1111-4222-8333-0123456789ab";

test("a link names a page, and what is on it", () => {
  expect(parseDeepLink(`backstay://alerts/${id}`)).toEqual({ page: "alerts", id });
  expect(parseDeepLink("backstay://settings")).toEqual({ page: "settings", id: undefined });
  const repository = "ab".repeat(32);
  expect(parseDeepLink(`backstay://failover/${repository}`)).toEqual({ page: "failover", id: repository });
  expect(parseDeepLink("backstay://settings/")).toEqual({ page: "settings", id: undefined });
});

test.each([
  "https://alerts/",
  "backstay://elsewhere",
  "backstay://alerts/../settings/x",
  `backstay://alerts/${id}/more`,
  "backstay://alerts/<script>",
  "backstay://alerts/javascript:alert(1)",
  "backstay:alerts",
  "--hidden",
  "",
])("%s is no link of ours", (text) => {
  expect(parseDeepLink(text)).toBeUndefined();
});

test("what else is in a link is not used", () => {
  expect(parseDeepLink(`backstay://alerts/${id}?run=everything#x`)).toEqual({ page: "alerts", id });
});

test("the last link among the arguments counts", () => {
  expect(deepLinkIn(["/opt/backstay", "--x", "backstay://alerts", "backstay://backups", "file"])?.page).toBe(
    "backups",
  );
  expect(deepLinkIn(["/opt/backstay"])).toBeUndefined();
});

test("the page's router is given a fragment", () => {
  expect(routeOf({ page: "alerts", id })).toBe(`#/alerts/${id}`);
  expect(routeOf({ page: "overview" })).toBe("#/overview");
});
