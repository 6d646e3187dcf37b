import { EventEmitter } from "node:events";
import { existsSync } from "node:fs";
import path from "node:path";
import { changed, clickItem, command, desk, type MenuItem, plainMenu } from "./desk.ts";

export const screen = {
  getPrimaryDisplay: () => ({ id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }),
  getAllDisplays: () => [screen.getPrimaryDisplay()],
};

class NativeTheme extends EventEmitter {
  shouldUseDarkColors = false;
  shouldUseDarkColorsForSystemIntegratedUI = process.env.STAND_IN_DARK_BAR === "1";
  set themeSource(source: string) {
    desk.themeSource = source;
    this.shouldUseDarkColors = source === "dark";
    this.emit("updated");
    changed();
  }
}
export const nativeTheme = new NativeTheme();

type Image = { readonly file: string; setTemplateImage(is: boolean): void };
export const nativeImage = {
  createFromPath(file: string): Image {
    for (const needed of [file, file.replace(".png", "@2x.png")]) {
      if (!existsSync(needed)) throw new Error(`there is no ${needed}`); // Electron would show an empty icon
    }
    return { file, setTemplateImage: () => {} };
  },
};

type Built = { readonly items: readonly MenuItem[] };
let applicationMenu: Built = { items: [] };
export const Menu = {
  buildFromTemplate: (items: readonly MenuItem[]): Built => ({ items }),
  setApplicationMenu(menu: Built): void {
    applicationMenu = menu;
    desk.menu = plainMenu(menu.items);
    changed();
  },
};
command("menu.click", (id: string) => clickItem(applicationMenu.items, id));

let tray: Tray | undefined;
export class Tray extends EventEmitter {
  menu: Built = { items: [] };
  constructor(image: Image) {
    super();
    tray = this;
    desk.tray = { tooltip: "", icon: path.basename(image.file), menu: [] };
  }
  setImage(image: Image): void {
    this.#change({ icon: path.basename(image.file) });
  }
  setToolTip(tooltip: string): void {
    this.#change({ tooltip });
  }
  setContextMenu(menu: Built): void {
    this.menu = menu;
    this.#change({ menu: plainMenu(menu.items) });
  }
  destroy(): void {
    delete desk.tray;
    changed();
  }
  #change(part: object): void {
    if (desk.tray === undefined) throw new Error("the tray is gone");
    Object.assign(desk.tray, part);
    changed();
  }
}
command("tray.click", (id: string) =>
  id === "" ? tray?.emit("click") : clickItem(tray?.menu.items ?? [], id),
);

const notices: Notification[] = [];
export class Notification extends EventEmitter {
  readonly #options: { title: string; body: string; urgency?: string };
  constructor(options: { title: string; body: string; urgency?: string }) {
    super();
    this.#options = options;
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    const { title, body, urgency = "normal" } = this.#options;
    notices.push(this);
    desk.notices.push({ title, body, urgency });
    changed();
  }
}
command("notice.click", (index: number) => notices[index]?.emit("click"));

type Question = { message: string; detail?: string; buttons?: string[]; defaultId?: number };
const answers: ((response: number) => void)[] = [];
export const dialog = {
  showMessageBox(...args: readonly unknown[]): Promise<{ response: number }> {
    const { message, detail = "", buttons = [], defaultId = 0 } = args.at(-1) as Question;
    desk.dialogs.push({ message, detail, buttons, defaultId });
    changed();
    return new Promise((resolve) => answers.push((response) => resolve({ response })));
  },
  showErrorBox(title: string, content: string): void {
    desk.errorBoxes.push({ title, content });
    changed();
  },
  async showOpenDialog(): Promise<{ canceled: boolean; filePaths: string[] }> {
    const folder = process.env.STAND_IN_CHOSEN_FOLDER;
    return folder === undefined
      ? { canceled: true, filePaths: [] }
      : { canceled: false, filePaths: [folder] };
  },
};
/** The first question that waits. */
command("dialog.answer", (response: number) => {
  desk.dialogs.shift();
  answers.shift()?.(response);
  changed();
});
