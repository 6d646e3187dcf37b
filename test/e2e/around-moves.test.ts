/** What is done around a move, set up on the page: a webhook is told of a real one, and a gateway lets a client through. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { hostname } from "node:os";
import { expect, onTestFinished, test } from "vitest";
import { startReceiver } from "../../core/alerts/testing/http-receiver.ts";
import { USUAL_GATEWAY_LIMITS } from "../../shared/model/gateway.ts";
import { violationsOn } from "../support/axe.ts";
import { QUICK } from "../support/failover-office.ts";
import { latinOn } from "../support/latin-words.ts";
import { type OfficeConsole, officeConsole } from "../support/office-console.ts";
import { lacksTool } from "../support/tools.ts";

const WAIT_MS = 90_000;

/** An office whose backups lie in two places, both known to be well. */
async function twoPlaces(): Promise<OfficeConsole & { readonly ids: readonly string[] }> {
  const office = await officeConsole();
  const { api, backUp, path, repository, page, go } = office;
  expect(await backUp()).toBe("done");
  await api.call("replicas.add", {
    ...{ repositoryId: repository.id, name: "warehouse", location: path("warehouse") },
  });
  await api.call("failover.settings", { repositoryId: repository.id, settings: QUICK });
  await go("/failover");
  const ready = page.locator("main h1").filter({ hasText: "warehouse is ready. Nothing is behind." });
  await ready.waitFor({ timeout: WAIT_MS });
  const { state } = await api.call("failover.state", { repositoryId: repository.id });
  return { ...office, ids: (state?.replicas ?? []).map(({ id }) => id) };
}

test.skipIf(lacksTool("chromium"))(
  "a webhook is added by keyboard, tried, told of a real move, and its runs are seen with their answers",
  async () => {
    const { page, api, repository } = await twoPlaces();
    const receiver = await startReceiver((response, { body }) => {
      response.writeHead(body.includes('"is_trial":true') ? 503 : 200).end("room Technik");
    });
    const band = page.getByRole("region", { name: "What is done around a move" });
    await band.getByText("Nothing else is done when backups move.").waitFor({ timeout: WAIT_MS });
    await band.getByRole("button", { name: "Add a hook…" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog", { name: "Add a hook" });
    const field = (name: string) => dialog.getByRole("textbox", { name });
    await field("Name").waitFor({ timeout: WAIT_MS });
    expect(await violationsOn(page)).toEqual([]);
    await dialog.locator("input:focus").and(field("Name")).waitFor({ timeout: WAIT_MS });
    await page.keyboard.type("Room");
    await dialog.getByLabel("What it does").selectOption({ label: "Run a program" });
    await dialog.getByText('backstay hooks set "NAS" "Room" -- /path/to/program').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await dialog.getByLabel("What it does").selectOption({ label: "Tell an address (webhook)" });
    await field("It may take (seconds)").fill("301");
    await dialog.getByText("A whole number from 1 to 300.").waitFor();
    await field("It may take (seconds)").fill("20");
    await field("Address").fill(receiver.url("/T0SECRETPATH0"));
    await dialog.getByLabel("Key", { exact: true }).fill("open-sesame");
    await dialog.getByRole("button", { name: "Save hook" }).focus();
    await page.keyboard.press("Enter");
    await dialog.waitFor({ state: "detached", timeout: WAIT_MS });

    const row = band.getByRole("listitem");
    await row.getByText(`Webhook · 127.0.0.1:${receiver.port}, signed`).waitFor({ timeout: WAIT_MS });
    await row.getByText("After: failover, fail back and switch-over").waitFor();
    await row.getByText("Not run yet.").waitFor();
    await row.getByRole("button", { name: "Try" }).click();
    await row
      .getByText("It did not work: The server cannot take the message now.")
      .waitFor({ timeout: WAIT_MS });
    await row.getByText("Answer: 503 room Technik").first().waitFor({ timeout: WAIT_MS });
    expect(receiver.all[0]?.headers["x-backstay-signature"]).toMatch(/^sha256=/);
    expect(await page.content()).not.toMatch(/SECRETPATH|sesame/);
    expect(await violationsOn(page)).toEqual([]);

    await page.getByRole("button", { name: "Switch over…" }).first().click();
    await page.getByRole("dialog").getByRole("button", { name: "Switch over to warehouse" }).click();
    await receiver.until(2);
    expect(JSON.parse(receiver.all[1]?.body ?? "{}")).toMatchObject({
      ...{ when: "after", move: "switchover", by: "person" },
      ...{ from: { name: "NAS" }, to: { name: "warehouse" } },
    });
    await row.getByText(/^Worked .* Answer: 200 room Technik$/).waitFor({ timeout: WAIT_MS });
    await row.getByText("The last 2 runs").click();
    const runs = row.getByRole("table", { name: "Room" });
    await runs.getByRole("row", { name: /switch-over .* Worked 200 room Technik$/ }).waitFor();
    await runs.getByRole("row", { name: /503 room Technik$/ }).waitFor();
    expect(await violationsOn(page)).toEqual([]);

    await row.getByRole("button", { name: "Edit…" }).click();
    const edit = page.getByRole("dialog", { name: "Edit Room" });
    await edit.getByText(`127.0.0.1:${receiver.port}, kept in the key store.`, { exact: false }).waitFor();
    await edit.getByRole("checkbox", { name: /^Failover/ }).uncheck();
    await edit.getByRole("switch", { name: "Use this hook" }).uncheck();
    await edit.getByRole("button", { name: "Save hook" }).click();
    await edit.waitFor({ state: "detached", timeout: WAIT_MS });
    await row.getByText("After: fail back and switch-over").waitFor({ timeout: WAIT_MS });
    await row.getByText("Off", { exact: true }).waitFor();
    expect((await api.call("hooks.list", { repositoryId: repository.id })).hooks).toMatchObject([
      { name: "Room", isEnabled: false, moves: ["failback", "switchover"], isSigned: true, limitSeconds: 20 },
    ]);
    await row.getByRole("button", { name: "Remove…" }).click();
    await page.getByRole("button", { name: "Remove hook" }).click();
    await band.getByText("Nothing else is done when backups move.").waitFor({ timeout: WAIT_MS });
  },
);

test.skipIf(lacksTool("chromium"))(
  "a gateway shows where it leads and who is in it, and is removed; a browser opens no ports",
  async () => {
    const { page, api, path, ids, repository } = await twoPlaces();
    const band = page.getByRole("region", { name: "Gateways" });
    await band.getByText("A browser may not open a port").waitFor({ timeout: WAIT_MS });
    await band.getByText('--repository "NAS"').waitFor();
    expect(await band.getByRole("button", { name: "Add a gateway…" }).count()).toBe(0);
    const server = createServer((socket) => socket.on("error", () => undefined).pipe(socket));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    onTestFinished(() => void server.close());
    const { port } = server.address() as { port: number };
    const draft = {
      ...{ name: "Files", repositoryId: repository.id, listen: { host: "127.0.0.1", port: 0 } },
      ...{ isOpenToNetwork: false, isInHost: true, limits: USUAL_GATEWAY_LIMITS },
      targets: [{ replicaId: ids[0] as never, addresses: [{ host: "127.0.0.1", port }] }],
    };
    const { health } = await api.call("gateways.save", { gatewayId: null, draft }); // as a terminal does
    const listens = health?.listensAt?.port ?? 0;
    const row = band.getByRole("listitem");
    await row
      .getByText(`127.0.0.1:${listens} leads to NAS (127.0.0.1:${port})`)
      .waitFor({ timeout: WAIT_MS });
    await row.getByText("Listens.", { exact: true }).waitFor();
    await row.getByText(/^No connection is open/).waitFor();
    expect(await violationsOn(page)).toEqual([]);

    const client = connect({ host: "127.0.0.1", port: listens });
    client.on("error", () => undefined); // the gateway cuts it off when it ends
    onTestFinished(() => void client.destroy());
    client.write("hello");
    const [echo] = (await once(client, "data")) as [Buffer];
    expect(echo.toString()).toBe("hello");
    await row.getByText("1 connection is open, 1 in all, 5 B in, 5 B out").waitFor({ timeout: WAIT_MS });

    await api.call("settings.set", { language: "zh" });
    await page.getByText("1 个连接，共 1 个，传入 5 B，传出 5 B").waitFor({ timeout: WAIT_MS });
    expect(
      await latinOn(page, [
        ...["NAS", "warehouse", "Documents", "Office hours", "Files"],
        hostname(),
        path(),
      ]),
    ).toEqual([]);
    await api.call("settings.set", { language: "en" });

    await row.getByRole("button", { name: "Remove…" }).click();
    await page.getByText("1 connection is open through it.").waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByRole("button", { name: "Remove gateway" }).click();
    await band.getByText(/^There is none\./).waitFor({ timeout: WAIT_MS });
    expect((await api.call("gateways.list", {})).gateways).toEqual([]);
  },
);
