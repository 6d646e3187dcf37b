import { expect, test } from "vitest";
import type { ReplicaId, RepositoryId } from "../../../../shared/ids.ts";
import { GatewayDraft, type GatewayView } from "../../../../shared/model/gateway.ts";
import {
  addressesIn,
  EMPTY_GATEWAY,
  formOfGateway,
  type GatewayForm,
  gatewayDraftOf,
} from "./gateway-form.ts";

const NAS = "00000000-0000-4000-8000-000000000001" as string as ReplicaId;
const OTHER = "00000000-0000-4000-8000-000000000002" as string as ReplicaId;
const OFFICE = "a".repeat(64) as string as RepositoryId;
const filled: GatewayForm = {
  ...{ ...EMPTY_GATEWAY, name: "Files", port: "2022" },
  targets: { [NAS]: "nas.office:22，[2001:db8::5]:22", [OTHER]: " " },
};
const draftOf = (form: GatewayForm) => gatewayDraftOf(form, OFFICE, [NAS, OTHER]);

test("what was typed becomes a gateway the contract takes, and reads back the same", () => {
  const draft = GatewayDraft.parse(draftOf(filled));
  const addresses = ["nas.office", "2001:db8::5"].map((host) => ({ host, port: 22 }));
  expect(draft.targets).toEqual([{ replicaId: NAS, addresses }]);
  const view: GatewayView = {
    ...{ ...draft, id: "00000000-0000-4000-8000-000000000009", activeId: NAS, health: null },
  };
  expect(formOfGateway(view).targets).toEqual({ [NAS]: "nas.office:22, [2001:db8::5]:22" });
  expect(draftOf(formOfGateway(view))).toEqual(draft);
});

test("limits that the form does not show stay as they are", () => {
  const limits = { ...GatewayDraft.parse(draftOf(filled)).limits, connectSeconds: 77 };
  expect(gatewayDraftOf(filled, OFFICE, [NAS], limits)?.limits.connectSeconds).toBe(77);
});

test("nothing can be saved while something lacks or is wrong", () => {
  const wrong: readonly Partial<GatewayForm>[] = [
    ...[{ name: " " }, { host: "" }, { host: "-x" }, { port: "" }, { port: "65536" }, { drain: "x" }],
    ...[{ most: "0" }, { idle: "604801" }, { targets: {} }, { targets: { [NAS]: "nas.office" } }],
  ];
  for (const part of wrong) expect(draftOf({ ...filled, ...part })).toBeUndefined();
  for (const text of ["nas", "nas:0", "nas:70000", "2001:db8::5:22", "a:1, b"])
    expect(addressesIn(text)).toBeUndefined();
});
