/** What a page can do: ask the engine, and hear from it. Runs isolated from the page, and sandboxed: nothing else is there. */
import { contextBridge, ipcRenderer } from "electron";
import type { BackstayBridge } from "../shared/api/bridge.ts";
import type { NumberedEvent } from "../shared/api/events.ts";
import { CALL_CHANNEL, EVENT_CHANNEL } from "./ipc/channels.ts";

const bridge: BackstayBridge = {
  call: (name, input) => ipcRenderer.invoke(CALL_CHANNEL, name, input),
  on(listener) {
    // the IPC event itself would give the page a way to send
    const forward = (_: unknown, event: NumberedEvent) => listener(event);
    ipcRenderer.on(EVENT_CHANNEL, forward);
    return () => void ipcRenderer.removeListener(EVENT_CHANNEL, forward);
  },
};

contextBridge.exposeInMainWorld("backstay", bridge);
