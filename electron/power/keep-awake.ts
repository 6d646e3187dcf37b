import { powerMonitor, powerSaveBlocker } from "electron";

/**
 * Keeps the computer from falling asleep by itself while work runs; not on battery, where the person's hours count more than the
 * backup's. The screen may go dark.
 *
 * @returns to be called with what is true now, as often as one likes
 */
export function createKeepAwake(): (isWorking: boolean) => void {
  let blocker: number | undefined;
  return (isWorking) => {
    const isWanted = isWorking && !powerMonitor.isOnBatteryPower();
    if (isWanted && blocker === undefined) blocker = powerSaveBlocker.start("prevent-app-suspension");
    if (!isWanted && blocker !== undefined) {
      powerSaveBlocker.stop(blocker);
      blocker = undefined;
    }
  };
}
