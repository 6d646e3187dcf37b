import { powerMonitor } from "electron";
import type { DesktopEngine } from "../engine/desktop-engine.ts";

/** Tells the engine when the computer wakes up, and whether it runs on battery. */
export function followPower(engine: DesktopEngine): void {
  engine.setOnBattery(powerMonitor.isOnBatteryPower());
  powerMonitor.on("on-battery", () => engine.setOnBattery(true));
  powerMonitor.on("on-ac", () => engine.setOnBattery(false));
  powerMonitor.on("resume", () => {
    engine.setOnBattery(powerMonitor.isOnBatteryPower()); // nobody says what was changed while it slept
    engine.noteWakeUp();
  });
}
