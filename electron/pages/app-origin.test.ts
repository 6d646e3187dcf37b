import { expect, test } from "vitest";
import { downloadTicketOf, isAppUrl } from "./app-origin.ts";

const ticket = "0123456789abcdef".repeat(2);

test("our own pages are ours, with whatever path and fragment", () => {
  expect(isAppUrl("backstay-app://desktop/")).toBe(true);
  expect(isAppUrl("backstay-app://desktop/index.html?x#/alerts")).toBe(true);
});

test.each([
  "https://desktop/",
  "http://backstay-app/desktop",
  "backstay-app://desktop.evil.example/",
  "backstay-app://evil/desktop",
  "backstay-app://desktop@evil/",
  "backstay-app://user@desktop/",
  "backstay-app://desktop:8080/",
  "backstay-apps://desktop/",
  "file:///opt/backstay-app://desktop/",
  "blob:backstay-app://desktop/1",
  "about:blank",
  "data:text/html,backstay-app://desktop/",
  "",
])("%s is not", (address) => {
  expect(isAppUrl(address)).toBe(false);
});

test("a download is known by its ticket, and by all of its address", () => {
  expect(downloadTicketOf(`backstay-app://desktop/download/${ticket}`)).toBe(ticket);
  for (const other of [
    `https://desktop/download/${ticket}`,
    `backstay-app://desktop/download/${ticket}0`,
    `backstay-app://desktop/x/download/${ticket}`,
    `backstay-app://desktop/download/${ticket.toUpperCase()}`,
    "backstay-app://desktop/download/",
  ]) {
    expect(downloadTicketOf(other)).toBeUndefined();
  }
});
