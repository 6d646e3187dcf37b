/** What a person would see on the desk, and what a test does there: over the channel of a forked process. */
export type MenuItem = {
  id?: string;
  label?: string;
  role?: string;
  type?: string;
  enabled?: boolean;
  accelerator?: string;
  click?: () => void;
  submenu?: MenuItem[];
};

export type DeskState = {
  tray?: { tooltip: string; icon: string; menu: unknown };
  menu: unknown;
  notices: { title: string; body: string; urgency: string }[];
  /** Questions that wait for an answer. */
  dialogs: { message: string; detail: string; buttons: string[]; defaultId: number }[];
  errorBoxes: { title: string; content: string }[];
  windows: { url: string; bounds: unknown; isVisible: boolean; isFocused: boolean; options: unknown }[];
  downloads: string[];
  /** What those held that have arrived, as text. */
  arrived: string[];
  refusedDownloads: string[];
  loginItems: unknown[];
  protocolClients: string[];
  themeSource: string;
  isKeptAwake: boolean;
  jobProcesses: number[];
  wasRelaunched: boolean;
  reloads: number;
  /** What the page complained about, a refusal of its policy among it. */
  pageErrors: string[];
};

/** What the parts of the stand-in write into. */
export const desk: DeskState = {
  menu: [],
  notices: [],
  dialogs: [],
  errorBoxes: [],
  windows: [],
  downloads: [],
  arrived: [],
  refusedDownloads: [],
  loginItems: [],
  protocolClients: [],
  themeSource: "system",
  isKeptAwake: false,
  jobProcesses: [],
  wasRelaunched: false,
  reloads: 0,
  pageErrors: [],
};

type Command = (...args: never[]) => unknown;
const commands = new Map<string, Command>();

/** Lets the test do something by name. */
export function command(name: string, run: Command): void {
  commands.set(name, run);
}

/** Tells the test that something is different. */
export function changed(): void {
  if (process.connected) process.send?.({ changed: desk });
}

process.on("message", async ({ id, name, args }: { id: number; name: string; args: never[] }) => {
  const answer = await run(name, args).catch((error: unknown) => ({ error: String(error) }));
  if (process.connected) process.send?.({ id, ...answer });
});

async function run(name: string, args: never[]): Promise<{ value: unknown }> {
  const known = commands.get(name);
  if (known === undefined) throw new Error(`the stand-in cannot do "${name}"`);
  return { value: await known(...args) };
}

/** @returns a menu without its functions */
export function plainMenu(items: readonly MenuItem[]): unknown {
  return items.map(({ click: _, submenu, ...rest }) =>
    submenu === undefined ? rest : { ...rest, submenu: plainMenu(submenu) },
  );
}

export function clickItem(items: readonly MenuItem[], id: string): void {
  const all = items.flatMap((item) => [item, ...(item.submenu ?? [])]);
  const item = all.find((candidate) => candidate.id === id);
  if (item?.click === undefined) throw new Error(`there is no menu item "${id}"`);
  if (item.enabled === false) throw new Error(`the menu item "${id}" is off`);
  item.click();
}

/** An event that can be refused, as Electron has them. */
export function preventable(): { defaultPrevented: boolean; preventDefault(): void } {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}
