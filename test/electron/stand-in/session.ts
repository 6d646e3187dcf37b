import { EventEmitter } from "node:events";
import { command } from "./desk.ts";

/** Chromium alone takes no schemes of an application's own, so it is shown this address instead. */
const toPlace = (scheme: string, host: string) => `http://${host}.${scheme}.localhost`;
const PLACE = /^http:\/\/([\w-]+)\.([\w-]+)\.localhost(?=[/#?]|$)/;

/** @returns the address as Chromium is shown it */
export function toBrowser(url: string): string {
  return url.replace(/^([\w-]+):\/\/([\w-]+)(?=[/#?]|$)/, (all, scheme, host) =>
    schemes.has(scheme) ? toPlace(scheme, host) : all,
  );
}

/** @returns the address as Electron would say it */
export function fromBrowser(url: string): string {
  return url.replace(PLACE, (all, host, scheme) => (schemes.has(scheme) ? `${scheme}://${host}` : all));
}

const schemes = new Set<string>();
type SchemeHandler = (request: Request) => Promise<Response>;
const schemeHandlers = new Map<string, SchemeHandler>();

export const protocol = {
  registerSchemesAsPrivileged(list: readonly { scheme: string; privileges: { standard?: boolean } }[]): void {
    for (const { scheme, privileges } of list) {
      if (privileges.standard !== true) throw new Error("such a scheme would have no origin");
      schemes.add(scheme);
    }
  },
};

export function schemeHandlerOf(url: string): SchemeHandler | undefined {
  return schemeHandlers.get(URL.parse(url)?.protocol.slice(0, -1) ?? "");
}

type BeforeRequest = (request: { url: string }, answer: (result: { cancel: boolean }) => void) => void;
type Check = (contents: unknown, permission: string) => boolean;
type Request_ = (contents: unknown, permission: string, answer: (isGranted: boolean) => void) => void;

class Session extends EventEmitter {
  beforeRequest: BeforeRequest = (_, answer) => answer({ cancel: false });
  /** What Electron does when nobody says otherwise: it grants. */
  check: Check = () => true;
  request: Request_ = (_contents, _permission, answer) => answer(true);
  device: () => boolean = () => true;

  readonly protocol = {
    handle(scheme: string, handler: SchemeHandler): void {
      schemeHandlers.set(scheme, handler);
    },
  };
  readonly webRequest = {
    onBeforeRequest: (listener: BeforeRequest) => {
      this.beforeRequest = listener;
    },
  };
  setPermissionRequestHandler(handler: Request_): void {
    this.request = handler;
  }
  setPermissionCheckHandler(handler: Check): void {
    this.check = handler;
  }
  setDevicePermissionHandler(handler: () => boolean): void {
    this.device = handler;
  }
  setDisplayMediaRequestHandler(): void {}
  setSpellCheckerEnabled(): void {}
}

export const session = { defaultSession: new Session() };

/** Whether the network would be asked. */
export function isCancelled(url: string): boolean {
  let isCancelled = false;
  session.defaultSession.beforeRequest({ url }, ({ cancel }) => {
    isCancelled = cancel;
  });
  return isCancelled;
}

command("permission", (name: string) => {
  const { check, request, device } = session.defaultSession;
  let isGranted = true;
  request({}, name, (answer) => {
    isGranted = answer;
  });
  return { isChecked: check({}, name), isGranted, isDeviceGranted: device() };
});
