import { expect, test } from "vitest";
import type { ReplicaId, RepositoryId } from "../../shared/ids.ts";
import type { ControllerEvent } from "./controller.ts";
import type { Beat, Heartbeat } from "./heartbeat/heartbeat.ts";
import type { SetDocument } from "./manifest/documents.ts";
import { DEFAULT_FAILOVER_SETTINGS } from "./state/settings.ts";
import { newFailoverState } from "./state/state.ts";
import { watchReplicas } from "./watch-replicas.ts";

const [A, B] = ["a", "b"].map((letter) => `${letter.repeat(8)}-0000-4000-8000-000000000000` as ReplicaId) as [
  ReplicaId,
  ReplicaId,
];
const good = (set?: SetDocument): Beat => ({
  finding: { isGood: true, tookMs: 1, freeBytes: null },
  proof: { is: "proved", by: "identity" },
  manifest: { set, tombstones: [], findings: [] },
});

function setUp(hearts: Readonly<Record<ReplicaId, Heartbeat["beat"]>>) {
  const clock = { ms: 1_000_000, nowMs: () => clock.ms };
  const told: ControllerEvent[] = [];
  const mistakes: unknown[] = [];
  const state = newFailoverState({
    ...{
      installationId: "own",
      settings: DEFAULT_FAILOVER_SETTINGS,
      activeId: A,
      epoch: 1,
      epochWriter: "own",
    },
    members: [A, B].map((id, priority) => ({ id, priority })),
    nowMs: clock.ms,
  });
  const tell = (event: ControllerEvent) => void told.push(event);
  const watch = watchReplicas({
    controller: { state, tell },
    heartOf: (id) => ({ beat: hearts[id] ?? (async () => good()) }),
    clock,
    onMistake: (error) => mistakes.push(error),
  });
  const beats = () => told.flatMap((event) => (event.kind === "beat" ? [event.replicaId] : []));
  return { clock, told, mistakes, watch, beats };
}

test("each replica is asked when it is due, and one that hangs holds up no other", async () => {
  const hanging = Promise.withResolvers<Beat>();
  let asked = 0;
  const { watch, clock, beats } = setUp({
    [A]: async () => good(),
    [B]: () => {
      asked += 1;
      return hanging.promise;
    },
  });
  for (let n = 0; n < 31; n += 1) {
    watch.tick();
    clock.ms += 1000;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect([beats(), asked]).toEqual([[A, A, A], 1]);
  hanging.resolve(good());
  await watch.idle();
  expect(beats()).toEqual([A, A, A, B]);
  clock.ms -= 3_600_000;
  watch.tick();
  await watch.idle();
  expect(beats().slice(4).sort()).toEqual([A, B]);
});

test("the manifest of another installation is told, the own is not", async () => {
  const set = (writer: string): SetDocument => ({
    ...{ document: "set", format: 1, repositoryId: "0".repeat(64) as RepositoryId, epoch: 7, writer },
    ...{ activeId: B, homeId: B, members: { revision: 1, writer, list: [] } },
  });
  const { watch, told } = setUp({ [A]: async () => good(set("own")), [B]: async () => good(set("other")) });
  watch.tick();
  await watch.idle();
  const manifests = told.filter(({ kind }) => kind === "manifest");
  expect(manifests).toEqual([{ kind: "manifest", epoch: 7, writer: "other", activeId: B, homeId: B }]);
});

test("a mistake of ours says nothing of the replica, and what is called off says nothing at all", async () => {
  const broken = setUp({ [A]: () => Promise.reject(new TypeError("ours")), [B]: async () => good() });
  broken.watch.tick();
  await broken.watch.idle();
  expect([broken.beats(), broken.mistakes]).toEqual([[B], [new TypeError("ours")]]);
  const waiting: Heartbeat["beat"] = (signal) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  const closed = setUp({ [A]: waiting, [B]: waiting });
  closed.watch.tick();
  await closed.watch.close();
  closed.watch.tick();
  expect([closed.beats(), closed.mistakes]).toEqual([[], []]);
});
