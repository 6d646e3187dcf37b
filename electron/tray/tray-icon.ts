import path from "node:path";
import { type NativeImage, nativeImage, nativeTheme } from "electron";
import { ICONS_FOLDER } from "../places.ts";
import type { TrayShape } from "./tray-status.ts";

/**
 * The icon of a state, in the size the platform wants; Electron finds the files with `@2x` by itself. macOS colours its icons, so
 * there it is a template; elsewhere the ink follows the theme of the system's bar.
 */
export function trayIcon(shape: TrayShape): NativeImage {
  if (process.platform === "darwin") {
    const image = nativeImage.createFromPath(path.join(ICONS_FOLDER, `tray-${shape}-16-template.png`));
    image.setTemplateImage(true);
    return image;
  }
  const size = process.platform === "linux" ? 22 : 16;
  const ink = nativeTheme.shouldUseDarkColorsForSystemIntegratedUI ? "light" : "dark";
  return nativeImage.createFromPath(path.join(ICONS_FOLDER, `tray-${shape}-${size}-${ink}.png`));
}
