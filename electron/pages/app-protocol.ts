import { protocol, type Session } from "electron";
import { APP_SCHEME } from "./app-origin.ts";
import { type PageParts, servePages } from "./serve-pages.ts";

/** To be called before the application is ready, after which the schemes are settled. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // standard: has an origin and relative addresses; secure: like https; no service workers, no way around the policy
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

export function handleAppScheme(session: Session, parts: PageParts): void {
  session.protocol.handle(APP_SCHEME, (request) => servePages(request, parts));
}
