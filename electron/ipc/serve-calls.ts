import { type IpcMainInvokeEvent, ipcMain, type WebContents } from "electron";
import type { LogEntry } from "../../core/api/backstay.ts";
import type { BridgeAnswer } from "../../shared/api/bridge.ts";
import { isAppUrl } from "../pages/app-origin.ts";
import { CALL_CHANNEL } from "./channels.ts";

export type CallParts = {
  readonly call: (name: string, input: unknown) => Promise<BridgeAnswer>;
  /** The contents of the window there is. */
  readonly ownContents: () => WebContents | undefined;
  readonly log: (entry: LogEntry) => void;
};

/** Answers the calls of our own page, and of nobody else. */
export function serveCalls({ call, ownContents, log }: CallParts): void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown): Promise<BridgeAnswer> => {
    if (!isOurPage(event, ownContents())) {
      log({ level: "warning", text: "refused a call that did not come from our page" });
      throw new Error("refused");
    }
    return call(typeof name === "string" ? name : "", input);
  });
}

/**
 * The sender is the top frame of our window, and shows one of our pages. Any of it can be untrue: a page that was made to go
 * elsewhere keeps its preload script, a frame inside of it can be foreign, and a frame that has gone has no address.
 */
function isOurPage({ sender, senderFrame }: IpcMainInvokeEvent, own: WebContents | undefined): boolean {
  if (own === undefined || sender !== own || senderFrame === null) return false;
  return senderFrame.parent === null && isAppUrl(senderFrame.url);
}
