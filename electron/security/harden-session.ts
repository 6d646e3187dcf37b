import type { Session } from "electron";
import { APP_SCHEME, downloadTicketOf } from "../pages/app-origin.ts";

/** What a page of ours consists of; everything else would come from, or go to, somewhere else. */
const OWN_PROTOCOLS: ReadonlySet<string> = new Set([`${APP_SCHEME}:`, "blob:", "data:"]);

/** No permissions, no devices, no network, and no downloads but those the engine prepared. */
export function hardenSession(session: Session, options: { readonly allowDevTools: boolean }): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.setSpellCheckerEnabled(false); // it would fetch its dictionaries from the network
  session.webRequest.onBeforeRequest((request, answer) => {
    const protocol = URL.parse(request.url)?.protocol ?? "";
    const isAllowed = OWN_PROTOCOLS.has(protocol) || (options.allowDevTools && protocol === "devtools:");
    answer({ cancel: !isAllowed });
  });
  session.on("will-download", (event, item) => {
    if (downloadTicketOf(item.getURL()) === undefined) event.preventDefault();
  });
}
