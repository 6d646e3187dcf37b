import { app, Menu, type MenuItemConstructorOptions } from "electron";
import type { Language } from "../../shared/words/language.ts";
import { PAGES, type PageName } from "../pages/deep-link.ts";
import { desktopWords } from "../words/choose-words.ts";
import type { DesktopWords } from "../words/desktop-words.ts";

export type MenuActions = {
  readonly backUpNow: () => void;
  readonly goTo: (page: PageName) => void;
  readonly quit: () => void;
};

const separator = { type: "separator" } as const;

/** Every item is named here: Electron's own words are in one language only. */
export function setApplicationMenu(language: Language, actions: MenuActions): void {
  const words = desktopWords(language);
  const menus = [
    fileMenu(words, actions),
    editMenu(words),
    viewMenu(words),
    goMenu(words, actions),
    windowMenu(words),
  ];
  const all = process.platform === "darwin" ? [appleMenu(words, actions), ...menus] : menus;
  Menu.setApplicationMenu(Menu.buildFromTemplate(all));
}

function appleMenu({ menu }: DesktopWords, { quit }: MenuActions): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: "about", label: menu.about },
      separator,
      { role: "hide", label: menu.hide },
      { role: "hideOthers", label: menu.hideOthers },
      { role: "unhide", label: menu.showAll },
      separator,
      { id: "quit", label: menu.quit, accelerator: "Command+Q", click: quit },
    ],
  };
}

function fileMenu({ menu }: DesktopWords, { backUpNow, quit }: MenuActions): MenuItemConstructorOptions {
  const quitItem: MenuItemConstructorOptions = {
    id: "quit",
    label: menu.quit,
    accelerator: "Control+Q",
    click: quit,
  };
  return {
    label: menu.file,
    submenu: [
      { id: "back-up-now", label: menu.backUpNow, accelerator: "CommandOrControl+B", click: backUpNow },
      separator,
      { role: "close", label: menu.closeWindow },
      ...(process.platform === "darwin" ? [] : [separator, quitItem]),
    ],
  };
}

function editMenu({ menu }: DesktopWords): MenuItemConstructorOptions {
  return {
    label: menu.edit,
    submenu: [
      { role: "undo", label: menu.undo },
      { role: "redo", label: menu.redo },
      separator,
      { role: "cut", label: menu.cut },
      { role: "copy", label: menu.copy },
      { role: "paste", label: menu.paste },
      { role: "selectAll", label: menu.selectAll },
    ],
  };
}

function viewMenu({ menu }: DesktopWords): MenuItemConstructorOptions {
  const developerTools: MenuItemConstructorOptions = { role: "toggleDevTools", label: menu.developerTools };
  return {
    label: menu.view,
    submenu: [
      { role: "zoomIn", label: menu.zoomIn },
      { role: "zoomOut", label: menu.zoomOut },
      { role: "resetZoom", label: menu.actualSize },
      separator,
      { role: "togglefullscreen", label: menu.fullScreen },
      ...(app.isPackaged ? [] : [separator, developerTools]),
    ],
  };
}

function goMenu({ menu, pages }: DesktopWords, { goTo }: MenuActions): MenuItemConstructorOptions {
  return {
    label: menu.go,
    submenu: PAGES.map((page, n) => ({
      id: `go-${page}`,
      label: pages[page],
      accelerator: `CommandOrControl+${n + 1}`,
      click: () => goTo(page),
    })),
  };
}

function windowMenu({ menu }: DesktopWords): MenuItemConstructorOptions {
  return {
    label: menu.window,
    role: "windowMenu",
    submenu: [
      { role: "minimize", label: menu.minimize },
      { role: "close", label: menu.closeWindow },
    ],
  };
}
