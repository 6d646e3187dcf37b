import { EventEmitter } from "node:events";
import { changed, command, desk } from "./desk.ts";

class PowerMonitor extends EventEmitter {
  onBattery = false;
  isOnBatteryPower(): boolean {
    return this.onBattery;
  }
}
export const powerMonitor = new PowerMonitor();

export const powerSaveBlocker = {
  start(): number {
    desk.isKeptAwake = true;
    changed();
    return 1;
  },
  stop(): void {
    desk.isKeptAwake = false;
    changed();
  },
};

command("power", (event: string, onBattery: boolean) => {
  powerMonitor.onBattery = onBattery;
  powerMonitor.emit(event);
});
