import { opendir } from "node:fs/promises";
import { hasSystemCode } from "../../../shared/errors.ts";

/** @returns false when the system forbids this process to list a folder; true also of what is none, or not there */
export async function mayRead(folder: string): Promise<boolean> {
  try {
    await (await opendir(folder)).close();
    return true;
  } catch (error) {
    return !hasSystemCode(error, "EACCES", "EPERM");
  }
}
