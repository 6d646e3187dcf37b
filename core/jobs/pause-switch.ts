/** Whether a job should rest, set by people and followed by its process, which may start later than it is set. */
export type PauseSwitch = {
  readonly isPaused: boolean;
  set(isPaused: boolean): void;
  /** Tells the one who follows at each change, and now if it is paused. */
  follow(listener: (isPaused: boolean) => void): void;
};

export function createPauseSwitch(): PauseSwitch {
  let isPaused = false;
  let tell: (isPaused: boolean) => void = () => undefined;
  return {
    get isPaused() {
      return isPaused;
    },
    set(next) {
      if (next === isPaused) return;
      isPaused = next;
      tell(isPaused);
    },
    follow(listener) {
      tell = listener;
      if (isPaused) listener(true);
    },
  };
}
