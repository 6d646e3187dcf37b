/** The real pages in the desktop application: they live with its scheme, its policy and its bridge. */
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { type AddressInfo, connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test } from "vitest";
import type { GatewayView } from "../../shared/model/gateway.ts";
import type { PlanView } from "../../shared/model/plan.ts";
import { lacks } from "../support/tools.ts";
import { type Build, buildDesktop, builtPages, type Desktop, startDesktop } from "./support/desktop.ts";
import { setUpOffice } from "./support/office.ts";

const pages = builtPages();
const lacksPages = lacks("the built pages: `npm run build`", pages !== undefined);
let build: Build;
let folder: string;
let desktop: Desktop;

beforeAll(async () => {
  build = await buildDesktop();
  if (pages === undefined) return;
  const shown = path.join(build.folder, "renderer");
  rmSync(shown, { recursive: true });
  cpSync(pages, shown, { recursive: true });
});
afterAll(() => build.remove());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-pages-"));
  desktop = startDesktop(build, path.join(folder, "home"));
  await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
});
afterEach(async () => {
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(lacksPages)(
  "the first start leads to the set-up, and the policy refuses nothing of it",
  async () => {
    await desktop.act("page.waitFor", "h1");
    expect(desktop.desk.windows[0]?.url).toBe("backstay-app://desktop/#/set-up");
    await desktop.act("page.waitFor", "text=Backstay"); // the heading stands before what is below it has come
    expect(desktop.desk.pageErrors).toEqual([]);
  },
);

test.skipIf(lacksPages)("the menu leads to every page", async () => {
  await setUpOffice(desktop, folder);
  await desktop.act("window.close");
  await desktop.act("tray.click", "open");
  const inOrder = ["overview", "backups", "restore", "storage", "failover", "activity", "alerts", "settings"];
  for (const page of inOrder) {
    await desktop.act("menu.click", `go-${page}`);
    await desktop.until(
      page,
      ({ windows }) => windows[0]?.url.startsWith(`backstay-app://desktop/#/${page}`) === true,
    );
    await desktop.act("page.waitFor", "main h1");
  }
  expect(desktop.desk.pageErrors).toEqual([]);
});

test.skipIf(lacksPages)(
  "the desktop sets a gateway up and changes it, says what is wrong with it, and a client comes through",
  async () => {
    const { repositoryId } = await setUpOffice(desktop, folder);
    await desktop.call("replicas.add", {
      ...{ repositoryId, name: "warehouse", location: path.join(folder, "warehouse") },
    });
    const server = createServer((socket) => socket.on("error", () => undefined).end("files of NAS"));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await desktop.page(`void (location.hash = "#/failover")`);
    await desktop.act("page.click", "role=button[name='Add a gateway…']");
    const field = (name: string) => `role=dialog >> role=textbox[name='${name}']`;
    const says = (words: string) => desktop.act("page.waitFor", `role=dialog >> text=${words}`);
    await desktop.act("page.fill", field("Name"), "Files");
    await desktop.act("page.fill", field("Port"), "70000");
    await says("A whole number from 0 to 65535.");
    await desktop.act("page.fill", field("Port"), "0");
    await desktop.act("page.fill", field("NAS"), "127.0.0.1");
    await says("Like nas.office:22 or");
    await desktop.act("page.fill", field("NAS"), `127.0.0.1:${port}`);
    await desktop.act("page.fill", field("Address of this computer"), "0.0.0.0");
    await desktop.act("page.click", "role=dialog >> role=button[name='Save gateway']");
    await says("Other computers could reach Files.");
    await desktop.act("page.fill", field("Address of this computer"), "127.0.0.1");
    await desktop.act("page.click", "role=dialog >> role=button[name='Save gateway']");
    await desktop.act("page.waitFor", `text=leads to NAS (127.0.0.1:${port})`);
    const gateway = async () => {
      const { gateways } = await desktop.call<{ gateways: readonly GatewayView[] }>("gateways.list", {});
      return gateways[0];
    };
    const client = connect({ host: "127.0.0.1", port: (await gateway())?.health?.listensAt?.port ?? 0 });
    expect(await text(client)).toBe("files of NAS");

    await desktop.act("page.click", "role=region[name='Gateways'] >> role=button[name='Edit…']");
    await desktop.act("page.fill", field("warehouse"), "192.0.2.10:22, [2001:db8::5]:22");
    await desktop.act("page.click", "role=dialog >> role=button[name='Save gateway']");
    await expect.poll(async () => (await gateway())?.targets.length, { timeout: 20_000 }).toBe(2);
    expect(await gateway()).toMatchObject({
      ...{ name: "Files", isOpenToNetwork: false, health: { problem: null } },
      targets: [
        { addresses: [{ host: "127.0.0.1", port }] },
        { addresses: [{ host: "192.0.2.10" }, { host: "2001:db8::5" }] },
      ],
    });
    expect(desktop.desk.pageErrors).toEqual([]);
  },
);

test.skipIf(lacksPages)("the desktop says what a plan runs before its backups, and it is run", async () => {
  const { planId } = await setUpOffice(desktop, folder);
  await desktop.page(`void (location.hash = "#/backups/${planId}/edit")`);
  await desktop.act("page.click", "role=button[name='Add a program…']");
  const field = (name: string) => `role=dialog >> role=textbox[name='${name}']`;
  const says = (words: string) => desktop.act("page.waitFor", `role=dialog >> text=${words}`);
  await desktop.act("page.fill", field("Name"), "Stop shop");
  await desktop.act("page.fill", field("Program"), "node");
  await says("Give the whole path, like");
  await desktop.act("page.fill", field("Program"), process.execPath);
  const note = path.join(folder, "note");
  const text = `require("node:fs").writeFileSync(process.argv[1], process.env.BACKSTAY_PLAN)`;
  await desktop.act("page.fill", field("Arguments"), ["-e", text, note].join("\n"));
  await desktop.act("page.click", "role=dialog >> role=button[name='Put into the plan']");
  await desktop.act("page.waitFor", "text=Before each backup, for at most");
  await desktop.act("page.click", "role=button[name='Save plan']");
  const hooks = async () => {
    const { plans } = await desktop.call<{ plans: readonly PlanView[] }>("plans.list", {});
    return plans[0]?.plan.hooks;
  };
  await expect.poll(hooks, { timeout: 20_000 }).toEqual([
    {
      ...{ name: "Stop shop", isEnabled: true, when: "before", program: process.execPath },
      ...{ arguments: ["-e", text, note], limitSeconds: 300, onFailure: "abort" },
    },
  ]);
  await desktop.call("plans.run", { planId });
  await expect.poll(() => existsSync(note) && readFileSync(note, "utf8"), { timeout: 60_000 }).toBe("Office");
  expect(desktop.desk.pageErrors).toEqual([]);
});

test.skipIf(lacksPages)("a notice leads to its alert, which the page shows", async () => {
  const { repositoryFolder } = await setUpOffice(desktop, folder);
  renameSync(repositoryFolder, `${repositoryFolder}-unplugged`);
  await desktop.call("plans.runAll", {});
  await desktop.until("a notice", ({ notices }) => notices.length > 0);
  const [notice] = desktop.desk.notices;
  await desktop.act("notice.click", 0);
  await desktop.until("the alert's page", ({ windows }) => /#\/alerts\//.test(windows[0]?.url ?? ""));
  await desktop.act("page.waitFor", "main h1");
  await expect.poll(() => desktop.act("page.text"), { timeout: 60_000 }).toContain(notice?.title);
});
