/** A host runs already, as a service does, and the desktop application uses its engine. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { withHostMethods } from "../../core/host-socket/host-dispatch.ts";
import { type HostSocket, serveHostSocket } from "../../core/host-socket/serve-host-socket.ts";
import { openTestHost, type TestHost } from "../support/host.ts";
import { type Build, buildDesktop, type Desktop, startDesktop } from "./support/desktop.ts";
import { downloadNewest, setUpOffice, untilJob } from "./support/office.ts";

let build: Build;
let folder: string;
let home: string;
let host: TestHost;
let socket: HostSocket;
let desktop: Desktop;

beforeAll(async () => {
  build = await buildDesktop();
});
afterAll(() => build.remove());
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "backstay-attached-"));
  home = path.join(folder, "home");
  mkdirSync(home);
  host = await openTestHost(home, { hostKind: "service" });
  socket = await serveHostSocket(home, host);
  desktop = startDesktop(build, home);
  await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
});
afterEach(async () => {
  await desktop.stop();
  await socket.close();
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the page sees the engine that runs already, and hears from it", async () => {
  expect(await desktop.call("app.state", {})).toMatchObject({ hostKind: "service" });
  const office = await setUpOffice(desktop, folder);
  const { plans } = await host.call("plans.list", {});
  expect(plans.map(({ plan }) => plan.name)).toEqual(["Office"]);
  await host.call("plans.runAll", {});
  await untilJob(desktop, "backup", "done");
  expect(desktop.desk.jobProcesses).toEqual([]); // they are the host's
  await downloadNewest(desktop, office, "offer.txt");
  const { arrived } = await desktop.until("a download has arrived", (desk) => desk.arrived.length === 1);
  expect(arrived).toEqual(["12 chairs"]);
});

test("says that the service is of another version, and works with it", async () => {
  await desktop.stop();
  await socket.close();
  const about = async () => ({
    pid: 1,
    version: "0.0.1-other",
    hostKind: "service" as const,
    consoleUrl: null,
  });
  const notServed = () => Promise.reject(new Error("not asked"));
  const handlers = {
    ...{ "host.about": about, "console.makeLink": notServed, "console.setPassword": notServed },
    ...{ "console.makeMetricsToken": notServed, "audit.noteCommand": notServed },
  };
  const dispatch = withHostMethods(host.dispatch, handlers, () => "");
  socket = await serveHostSocket(home, { ...host, dispatch });
  desktop = startDesktop(build, home);
  await desktop.until("a window is shown", ({ windows }) => windows[0]?.isVisible === true);
  await desktop.until("a warning", ({ dialogs }) => dialogs.length === 1);
  expect(desktop.desk.dialogs[0]?.message).toBe(
    "The Backstay service is of another version than this window",
  );
  await desktop.act("dialog.answer", 0);
  expect(await desktop.call("app.state", {})).toMatchObject({ hostKind: "service" });
});

test("quitting asks nothing and leaves the engine as it is", async () => {
  await desktop.act("tray.click", "quit");
  expect(await desktop.ended).toBe(0);
  expect(await host.call("app.state", {})).toMatchObject({ hostKind: "service" });
});

test("when the engine ends nothing is shown as fine, and a person is asked how to go on", async () => {
  await socket.close();
  await host.stop();
  await desktop.until("a question", ({ dialogs }) => dialogs.length === 1);
  expect(desktop.desk.dialogs[0]?.message).toBe("The Backstay service that did the work has ended");
  await desktop.act("app.emit", "second-instance", [], "/");
  expect(await desktop.page(`window.backstay.call("overview.get", {})`)).toEqual({
    kind: "error",
    error: { code: "HOST_UNREACHABLE", details: {} },
  });
  await desktop.act("dialog.answer", 0);
  expect(await desktop.ended).toBe(0);
  expect(desktop.desk.wasRelaunched).toBe(true);
});
