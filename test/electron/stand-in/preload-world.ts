/** @returns the preload script as one for Chromium to run before each page, which its own policy then does not bind */
export function preloadScript(preload: string): string {
  return `(${runPreload})((require, module, exports) => {\n${preload}\n});`;
}

type PreloadScript = (require: (name: string) => unknown, module: object, exports: object) => void;

/**
 * Runs the preload script in the top frame of each page, with the two modules of Electron's that a sandboxed one may have. Its
 * source is sent to Chromium: it can use nothing of this file but itself.
 *
 * What the bridge carries is copied on the way, as Electron does it, so that no object is in both worlds.
 */
function runPreload(preload: PreloadScript): void {
  type Scope = {
    standInInvoke?: (channel: string, args: unknown[]) => Promise<unknown>;
    standInReceive?: (channel: string, data: unknown) => void;
    [key: string]: unknown;
  };
  type Listener = (event: unknown, data: unknown) => void;
  const scope = globalThis as unknown as Scope;
  if (scope.window !== scope.top) return; // without nodeIntegrationInSubFrames frames inside have none

  const listeners = new Map<string, Set<Listener>>();
  const invoke = scope.standInInvoke;
  delete scope.standInInvoke;
  scope.standInReceive = (channel, data) => {
    for (const listener of listeners.get(channel) ?? []) listener({ sender: "the IPC event itself" }, data);
  };
  const copied = (value: unknown): unknown => {
    if (typeof value === "function") return (...args: unknown[]) => copied(value(...args.map(copied)));
    if (value instanceof Promise) {
      return value.then(copied, (error: unknown) => Promise.reject(new Error(String(error)))); // errors lose what they have
    }
    return value === undefined ? undefined : structuredClone(value);
  };
  const electron = {
    contextBridge: {
      exposeInMainWorld(key: string, api: Record<string, unknown>) {
        const bridged = Object.fromEntries(Object.entries(api).map(([name, value]) => [name, copied(value)]));
        Object.defineProperty(scope, key, { value: Object.freeze(bridged), enumerable: true });
      },
    },
    ipcRenderer: {
      invoke: (channel: string, ...args: unknown[]) => invoke?.(channel, args),
      on(channel: string, listener: Listener) {
        const all = listeners.get(channel) ?? new Set();
        listeners.set(channel, all.add(listener));
      },
      removeListener(channel: string, listener: Listener) {
        listeners.get(channel)?.delete(listener);
      },
    },
  };
  const require = (name: string) => {
    if (name !== "electron") throw new Error(`module not found: ${name}`);
    return electron;
  };
  preload(require, { exports: {} }, {});
}
