/** Gateways as a host runs them: set up, followed, moved to another port, and refused where they would let strangers in. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import { type GatewayDraft, USUAL_GATEWAY_LIMITS } from "../../shared/model/gateway.ts";
import { systemClock } from "../clock.ts";
import { createGatewayService } from "./gateway-service.ts";

const OFFICE = "0123456789abcdef".repeat(4) as string as RepositoryId;
const NAS = "00000000-0000-4000-8000-000000000001" as string as ReplicaId;
const NAS_2 = "00000000-0000-4000-8000-000000000002" as string as ReplicaId;

/** The machine may be busy. */
const soon = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000 });

/** A server that says its name and hangs up. @returns its address */
async function saying(name: string) {
  const server = createServer((socket) => socket.on("error", () => undefined).end(name));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { host: "127.0.0.1", port: (server.address() as { port: number }).port, server };
}

/** @returns what is heard at a port, or the code of the error */
function heardAt(port: number): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host: "127.0.0.1", port });
    socket.on("data", (chunk) => {
      text += chunk.toString();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? ""));
    socket.on("end", () => resolve(text));
  });
}

async function office() {
  const kept = new Map<string, unknown>();
  const changed: RepositoryId[] = [];
  const settings = {
    get: (name: string) => kept.get(name),
    setAll: (values: object) => {
      for (const [name, value] of Object.entries(values)) kept.set(name, JSON.parse(JSON.stringify(value)));
    },
  };
  let activeId = NAS;
  const open = () => {
    const gateways = createGatewayService({
      ...{ settings, clock: systemClock, onChange: (id) => void changed.push(id) },
      replicasOf: (id) =>
        id === OFFICE
          ? [NAS, NAS_2].map((one) => ({ id: one, role: one === activeId ? "active" : "standby" }))
          : undefined,
    });
    onTestFinished(() => gateways.stop());
    return gateways;
  };
  const [one, two] = [await saying("NAS"), await saying("NAS 2")];
  const address = ({ host, port }: typeof one) => ({ host, port });
  const draft: GatewayDraft = {
    ...{ name: "Files", repositoryId: OFFICE, listen: { host: "127.0.0.1", port: 0 } },
    ...{ isOpenToNetwork: false, isInHost: true, limits: USUAL_GATEWAY_LIMITS },
    targets: [
      { replicaId: NAS, addresses: [address(one)] },
      { replicaId: NAS_2, addresses: [address(two)] },
    ],
  };
  return { gateways: open(), open, draft, one, changed, activate: (id: ReplicaId) => (activeId = id) };
}

test("a gateway goes where the active replica is, over a restart of the host too", async () => {
  const { gateways, open, draft, changed, activate } = await office();
  const { id, health } = await gateways.save(null, draft, true);
  const port = health?.listensAt?.port ?? 0;
  expect(health).toMatchObject({ problem: null, activeId: NAS, hasTarget: true });
  expect(await heardAt(port)).toBe("NAS");
  activate(NAS_2);
  gateways.follow(OFFICE);
  expect(await heardAt(port)).toBe("NAS 2");
  // on a port of its own choice the next host listens there again
  const kept = await gateways.save(id, { ...draft, listen: { host: "127.0.0.1", port } }, true);
  expect(kept.health).toMatchObject({ listensAt: { port } });
  await gateways.stop();
  expect(await heardAt(port)).toBe("ECONNREFUSED");
  const next = open();
  await next.tick();
  expect(await heardAt(port)).toBe("NAS 2");
  await next.removeOf(OFFICE.replace("0", "f") as string as RepositoryId);
  expect(next.list()).toHaveLength(1);
  expect(changed).toEqual([OFFICE, OFFICE]); // whoever looks at the list is told of both times it was saved
  await next.removeOf(OFFICE);
  await expect(next.remove(id)).rejects.toMatchObject({ code: "GATEWAY_NOT_FOUND" });
  await soon(async () => expect(await heardAt(port)).toBe("ECONNREFUSED"));
  expect(next.list()).toEqual([]);
});

test("nobody from outside is let in unless somebody said so, and a browser opens no ports", async () => {
  const { gateways, draft } = await office();
  const refused = (given: GatewayDraft, reason: string, may = true) =>
    expect(gateways.save(null, given, may)).rejects.toMatchObject({ details: { reason } });
  for (const host of ["0.0.0.0", "::", "192.168.1.5", "nas.example"])
    await refused({ ...draft, listen: { host, port: 0 } }, "open-to-network");
  await refused(draft, "not-permitted", false);
  await refused(
    { ...draft, targets: [{ replicaId: OFFICE.slice(0, 8) as never, addresses: [] as never }] },
    "not-a-replica",
  );
  expect(gateways.list()).toEqual([]);
  const open = await gateways.save(
    null,
    { ...draft, listen: { host: "0.0.0.0", port: 0 }, isOpenToNetwork: true },
    true,
  );
  expect(open.health).toMatchObject({ problem: null });
  await expect(gateways.save(null, draft, true)).rejects.toMatchObject({ code: "NAME_TAKEN" });
});

test("an address that somebody has is told, and taken when it is free; one that runs elsewhere is left alone", async () => {
  const { gateways, draft } = await office();
  const other = await saying("somebody else");
  const { id, health } = await gateways.save(
    null,
    { ...draft, listen: { host: "127.0.0.1", port: other.port } },
    true,
  );
  expect(health).toMatchObject({ problem: "EADDRINUSE", listensAt: null });
  await new Promise((resolve) => other.server.close(resolve));
  await gateways.tick();
  expect(gateways.list()).toMatchObject([{ health: { problem: null, listensAt: { port: other.port } } }]);
  expect(await heardAt(other.port)).toBe("NAS");
  await gateways.save(id, { ...draft, isInHost: false }, true);
  expect(gateways.list()).toMatchObject([{ health: null, activeId: NAS }]);
  await soon(async () => expect(await heardAt(other.port)).toBe("ECONNREFUSED"));
});
