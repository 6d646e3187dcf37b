import { expect, test } from "vitest";
import type { ReplicaId } from "../../../../shared/ids.ts";
import type { ReplicaView } from "../../../../shared/model/failover.ts";
import { roleOf } from "./replica-role.ts";

const [NAS, WAREHOUSE] = ["nas", "warehouse"] as unknown as [ReplicaId, ReplicaId];
const well = { id: WAREHOUSE, fault: null, isUsual: false, isFenced: false, wellSinceMs: 1, lag: {} };
const view = { activeId: NAS, phase: "healthy", cause: null, putOff: null } as const;

test("one that answers is not called ready while it is mended, or when backups could not move to it", () => {
  const replica = well as unknown as ReplicaView;
  expect(roleOf(replica, view).words).toBe("standby");
  const putOff = { kind: "switchover", toId: WAREHOUSE } as const;
  expect(roleOf(replica, { ...view, putOff })).toMatchObject({ words: "mended", verdict: "working" });
  expect(roleOf({ ...replica, isUsual: true }, { ...view, putOff }).words).toBe("usualMended");
  const cause = {
    kind: "failed",
    command: "verify",
    replicaId: WAREHOUSE,
    detail: "OBJECT_CORRUPT",
  } as const;
  expect(roleOf(replica, { ...view, phase: "suspect", cause })).toMatchObject({
    ...{ words: "refused", tone: "trouble" },
  });
  expect(roleOf(replica, { ...view, cause }).words).toBe("standby");
});
