import { app, type WebContents } from "electron";
import type { LogEntry } from "../../core/api/backstay.ts";
import { downloadTicketOf } from "../pages/app-origin.ts";

/**
 * Whatever shows pages, now or later, shows ours only: it goes nowhere else, opens no window and embeds nothing. A page that is
 * loaded by the application itself does not come by here.
 */
export function hardenAllContents(log: (entry: LogEntry) => void): void {
  app.on("web-contents-created", (_, contents) => harden(contents, log));
}

function harden(contents: WebContents, log: (entry: LogEntry) => void): void {
  const refuse = (what: string) => log({ level: "warning", text: `refused to ${what}` });
  contents.setWindowOpenHandler(() => {
    refuse("open a window");
    return { action: "deny" };
  });
  contents.on("will-navigate", (event) => {
    event.preventDefault();
    // a link to a download looks like leaving the page, and must not become it when the ticket is too old
    if (event.isMainFrame && downloadTicketOf(event.url) !== undefined) contents.downloadURL(event.url);
    else refuse("leave the page");
  });
  contents.on("will-frame-navigate", (event) => {
    if (event.isMainFrame || URL.parse(event.url)?.protocol === "blob:") return; // the former is asked above
    event.preventDefault();
    refuse("load a frame");
  });
  contents.on("will-redirect", (event) => {
    event.preventDefault();
    refuse("follow a redirect");
  });
  contents.on("will-attach-webview", (event) => {
    event.preventDefault();
    refuse("embed a page");
  });
}
