import { expect, test } from "vitest";
import type { WatchedHostId } from "../../../shared/ids.ts";
import {
  CIPHER_PASSWORD,
  HASH_PASSWORD,
  SNMP_USER,
  startSnmpAgent,
} from "../../../test/support/snmp-agent.ts";
import { tempFolder } from "../../../test/support/temp-folder.ts";
import { lacksTool } from "../../../test/support/tools.ts";
import { openStores } from "../../catalog/open-stores.ts";
import { recordRound } from "../record/record-round.ts";
import { type BoxWalk, belowEnterprises as below, synologyBox } from "../testing/nas-walks.ts";
import { readSnmpRound } from "./read-snmp-round.ts";

const signal = new AbortController().signal;
const signIn = {
  version: "v3",
  user: SNMP_USER,
  hashPassword: HASH_PASSWORD,
  cipherPassword: CIPHER_PASSWORD,
} as const;
const without = (box: BoxWalk, pattern: RegExp) =>
  Object.fromEntries(Object.entries(box).filter(([oid]) => !pattern.test(oid)));

test.skipIf(lacksTool("snmpd"))(
  "a box over SNMP is remembered from round to round: its bad sectors rise, a disk vanishes, and all is well again",
  async () => {
    const agent = await startSnmpAgent(below(synologyBox()));
    const stores = openStores(await tempFolder());
    const host = {
      ...{ id: "7d9f2f3e-8f0e-4a6e-9a52-3f1f1f1f1f1f" as WatchedHostId, name: "NAS", hostKey: null },
      ...{ setup: { kind: "local" as const }, kept: [], facts: null, gaps: [], error: null },
      ...{ askedMs: null, answeredMs: null, silentSinceMs: null },
    };
    stores.watchedHosts.save(host);
    let nowMs = Date.UTC(2026, 10, 22);
    const round = async () => {
      nowMs += 300_000;
      const reading = await readSnmpRound({ address: "127.0.0.1", port: agent.port, signIn }, { signal });
      const options = { hostId: host.id, nowMs, continuesMs: 3_600_000, isSeenElsewhere: () => false };
      recordRound(stores, reading, options);
      const records = stores.healthSubjects.list(host.id);
      return Object.fromEntries(
        records.map(({ kind, reading, verdict, name }) => [
          kind === "disk" ? reading.place.device : name,
          verdict,
        ]),
      );
    };
    const well = { "Disk 1": "ok", "Disk 2": "ok", "Volume 1": "ok", "Storage Pool 1": "ok" };
    try {
      expect(await round()).toMatchObject(well);
      agent.serve(below(synologyBox({ "6574.2.1.1.9.1": 8 })));
      expect(await round()).toMatchObject({ ...well, "Disk 2": "failing" });
      agent.serve(below(without(synologyBox({ "6574.3.1.1.3.0": 11 }), /^6574\.2\.1\.1\.\d+\.1$/)));
      expect(await round()).toMatchObject({ ...well, "Disk 2": "failed", "Volume 1": "degraded" });
      // a box that shows nothing of its disks any more has not lost them
      agent.serve(below(without(synologyBox(), /^6574\.2\./)));
      expect(await round()).toMatchObject({ "Disk 1": "ok", "Volume 1": "ok" });
      agent.serve(below(synologyBox()));
      expect(await round()).toMatchObject(well);
    } finally {
      stores.close();
    }
  },
);
