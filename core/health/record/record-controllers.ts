import type { HostReading } from "../probes/host-reading.ts";
import { judgeController } from "../rules/judge-controller.ts";
import { type Round, saveSubject } from "./save-subject.ts";

export function recordControllers(round: Round, controllers: HostReading["controllers"]): void {
  for (const { reading, sources } of controllers) {
    const identity = `${round.hostId} ${sources.join(" ")} ${reading.id}`;
    const { verdict, findings } = judgeController(reading);
    saveSubject(round, {
      ...{ kind: "controller", identity, wwn: null, name: reading.id },
      known: round.stores.healthSubjects.find("controller", identity),
      judged: { reading, verdict },
      findings,
      sources,
      isRead: verdict !== "unknown",
      metrics: { temperatureC: reading.temperatureC },
    });
  }
}
