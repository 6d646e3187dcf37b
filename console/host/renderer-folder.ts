import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/** Folder of the built pages: in `dist/`, beside the built programs. */
export function rendererFolder(): string {
  const url = import.meta.url;
  return fileURLToPath(new URL(url.endsWith(".ts") ? "../../dist/renderer/" : "./renderer/", url));
}

export function arePagesBuilt(): boolean {
  return existsSync(path.join(rendererFolder(), "index.html"));
}
