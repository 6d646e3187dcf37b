/** Where things stand, said over the contract, kept over a restart, and gone with what it is said of. */
import { expect, test } from "vitest";
import { officeHost } from "../../test/support/office-host.ts";

test("a person says where a place and a machine stand, and takes it back", async () => {
  const { host, repository, open, plan } = await officeHost();
  await host.ended((await host.call("plans.run", { planId: plan.id })).runId);
  const { id: nas } = await host.call("hosts.add", {
    draft: {
      name: "NAS 2",
      setup: { kind: "ssh", address: "192.0.2.9", port: 22, user: "a", signIn: "password" },
    },
    secrets: { password: "sesame" },
  });
  const [replica] = repository.replicas;
  if (replica === undefined) throw new Error("no replica");
  const office = async (from = host) => {
    const { rows, losses, hosts, places } = await from.call("survival.get", {});
    const cell = rows[0]?.cells[losses.findIndex(({ kind }) => kind === "office")];
    return { reason: cell?.copies[0]?.reason, hosts, place: places[0] };
  };
  expect(await office()).toMatchObject({
    place: { standing: null },
    hosts: [
      { isThisComputer: true, standing: "office" },
      { hostId: nas, standing: null },
    ],
  });
  await host.call("survival.setStanding", { subject: { replicaId: replica.id }, standing: "elsewhere" });
  await host.call("survival.setStanding", { subject: { hostId: nas }, standing: "elsewhere" });
  expect(await office()).toMatchObject({ reason: "said-elsewhere", place: { standing: "elsewhere" } });
  await host.event("hosts");
  await host.stop();

  const again = await open();
  expect(await office(again)).toMatchObject({
    reason: "said-elsewhere",
    hosts: [{ isThisComputer: true }, { hostId: nas, standing: "elsewhere" }],
  });
  await again.call("survival.setStanding", { subject: { replicaId: replica.id }, standing: null });
  expect(await office(again)).toMatchObject({ place: { standing: null } });

  const [local] = (await again.call("hosts.list", {})).hosts;
  if (local === undefined) throw new Error("this computer is not watched");
  const say = (hostId: typeof nas) =>
    again.call("survival.setStanding", { subject: { hostId }, standing: "elsewhere" });
  await expect(say(local.id)).rejects.toMatchObject({ code: "STANDING_FIXED" });
  await again.call("hosts.remove", { hostId: nas });
  await expect(say(nas)).rejects.toMatchObject({ code: "STANDING_SUBJECT_NOT_FOUND" });
});
