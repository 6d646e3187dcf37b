import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { writeDurably } from "../../core/platform/durable-file.ts";

const Bounds = z.strictObject({
  x: z.int(),
  y: z.int(),
  width: z.int().positive(),
  height: z.int().positive(),
});
export type Bounds = z.infer<typeof Bounds>;

/** What the window remembers. Nothing of it matters for backups. */
export const DesktopState = z.object({
  bounds: Bounds.nullable().catch(null),
  isMaximized: z.boolean().catch(false),
  /** It has been said once that closing the window does not end the backups. */
  hasSaidGoesOn: z.boolean().catch(false),
  /** It has been said where the passwords are, because there is no key store. */
  hasSaidSecretsInFile: z.boolean().catch(false),
  /** What the tray paused, and so is to resume; others were paused by a person each. */
  pausedPlans: z.array(z.string()).catch([]),
});
export type DesktopState = z.infer<typeof DesktopState>;

export type DesktopStateFile = {
  readonly current: DesktopState;
  /** Resolves when it is on the disk; never rejects, because none of it is worth a message. */
  change(part: Partial<DesktopState>): Promise<void>;
};

const EMPTY: DesktopState = DesktopState.parse({});

/** @param folder the data folder */
export function openDesktopState(folder: string): DesktopStateFile {
  const file = path.join(folder, "desktop.json");
  let current = readState(file);
  let lastWrite: Promise<void> = Promise.resolve();
  return {
    get current() {
      return current;
    },
    change(part) {
      current = { ...current, ...part };
      const bytes = Buffer.from(JSON.stringify(current));
      lastWrite = lastWrite.then(() => writeDurably(file, bytes)).catch(() => undefined);
      return lastWrite;
    },
  };
}

/** A file that is not there or damaged is like a first start. */
function readState(file: string): DesktopState {
  try {
    return DesktopState.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return EMPTY;
  }
}
