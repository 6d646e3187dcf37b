import { powerMonitor } from "electron";
import type { DesktopEngine } from "../engine/desktop-engine.ts";

/**
 * Tells the engine when the computer wakes up, and whether it runs on battery.
 * @param onChange called after each of these
 */
export function followPower(engine: DesktopEngine, onChange: () => void): void {
  const setOnBattery = (isOnBattery: boolean) => {
    engine.setOnBattery(isOnBattery);
    onChange();
  };
  engine.setOnBattery(powerMonitor.isOnBatteryPower());
  powerMonitor.on("on-battery", () => setOnBattery(true));
  powerMonitor.on("on-ac", () => setOnBattery(false));
  powerMonitor.on("resume", () => {
    engine.noteWakeUp();
    setOnBattery(powerMonitor.isOnBatteryPower()); // nobody says what was changed while it slept
  });
}
