import path from "node:path";
import { Notification } from "electron";
import type { PageLink } from "../pages/deep-link.ts";
import { ICONS_FOLDER } from "../places.ts";

export type Notice = {
  readonly title: string;
  readonly body: string;
  /** Where a click leads. */
  readonly link: PageLink;
  readonly isUrgent: boolean;
};

/**
 * Shows notices of the system's. Each is kept until it is over: one that nobody refers to is collected, and its click with it.
 *
 * @param open what a click does
 */
export function createNotifier(open: (link: PageLink) => void): (notice: Notice) => void {
  const shown = new Set<Notification>();
  return ({ title, body, link, isUrgent }) => {
    if (!Notification.isSupported()) return;
    const notification = new Notification({
      title,
      body,
      icon: path.join(ICONS_FOLDER, "app-256.png"),
      urgency: isUrgent ? "critical" : "normal",
      silent: !isUrgent,
    });
    const forget = () => shown.delete(notification);
    notification.on("click", () => {
      forget();
      open(link);
    });
    notification.on("close", forget);
    notification.on("failed", forget);
    shown.add(notification);
    notification.show();
  };
}
