import type { BackstayBridge } from "../../shared/api/bridge.ts";

declare global {
  interface Window {
    /** Only in the desktop application. */
    readonly backstay?: BackstayBridge;
  }
}
