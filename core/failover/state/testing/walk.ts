import type { ReplicaId } from "../../../../shared/ids.ts";
import type { UseFault } from "../event.ts";
import { reduce } from "../reduce.ts";
import { randomFrom } from "./random.ts";
import { assert, WALK_SETTINGS, World } from "./world.ts";

const FAULTS: readonly UseFault[] = [
  "unreachable",
  "unreachable",
  "read-only",
  "identity-mismatch",
  "io-error",
  "out-of-space",
];

/**
 * Lets a made-up office go through `steps` random moments, and then through quiet ones in which all must become well.
 * @throws when something that must never happen happened
 */
export function walk(seed: number, replicas: number, steps: number, machine = reduce): World {
  const world = new World(randomFrom(seed), replicas, machine);
  for (let n = 0; n < steps; n += 1) {
    takeStep(world);
    world.check();
  }
  calmDown(world);
  return world;
}

function takeStep(world: World): void {
  const { random } = world;
  const place = random.pick(world.places);
  const dice = random.below(1000);
  // two that decide the same at the same time are what their ranks are for
  if (world.state.move?.step === "manifest" && random.chance(0.05)) world.otherMoves(place.id);
  if (dice < 500) {
    world.pass(1000 + random.below(14_000));
    for (const each of world.places) world.beat(each, random.chance(0.01));
    if (random.chance(0.1)) world.readManifests();
    world.tell({ kind: "tick" });
  } else if (dice < 750) {
    if (world.pending.length > 0) world.answer(random.pick(world.pending), false);
  } else if (dice < 840) world.startJob();
  else if (dice < 910) world.endJob();
  else if (dice < 930) place.fault = null;
  else if (dice < 938) place.fault = random.pick(FAULTS);
  else if (dice < 950) {
    if (place.disks !== null) world.setDisks(place, null);
  } else if (dice < 953) world.setDisks(place, random.pick(["array-failed", "disk-failing"]));
  else if (dice < 960) world.removeOldest();
  else if (dice < 972) world.crash();
  else if (dice < 982) giveOrder(world, place.id);
  else if (dice < 986) world.otherMoves(place.id);
  else if (dice < 987) world.pass(3_600_000);
  else if (dice < 989) world.clockMs -= 600_000;
  else if (dice < 991) {
    const stableMs = random.pick([WALK_SETTINGS.stableMs, WALK_SETTINGS.stableMs * 2]);
    world.tell({ kind: "settings", settings: { ...WALK_SETTINGS, stableMs } });
  } else if (dice < 994) {
    // what is active is not looked at
    if (place.id !== world.state.activeId && world.state.move === null)
      place.damaged = random.chance(0.8) ? "mendable" : "beyond-help";
  } else world.tell({ kind: "lag", replicaId: place.id, missingSnapshots: random.below(3) });
}

function giveOrder(world: World, toId: ReplicaId): void {
  const { random } = world;
  const by = random.pick(["person", "schedule", "drill"] as const);
  const evenIfBehind = random.chance(0.3);
  const order = random.pick([
    { kind: "switch-over", by, toId, forGood: random.chance(0.5), evenIfBehind } as const,
    { kind: "fail-back", by, evenIfBehind } as const,
    { kind: "hold", isHeld: random.chance(0.3) } as const,
  ]);
  world.tell({ kind: "order", order });
}

const BEAT_MS = 10_000;

/** All is mended, and stays so: everything must come to rest with the usual replica, and nothing be forgotten. */
function calmDown(world: World): void {
  for (const place of world.places) {
    place.fault = null;
    if (place.damaged === "beyond-help") place.damaged = "mendable"; // a person repaired the others
    if (place.disks !== null) world.setDisks(place, null);
  }
  world.tell({ kind: "order", order: { kind: "hold", isHeld: false } });
  const rounds = (2 * world.state.settings.stableMs + 20 * world.state.settings.retryMs) / BEAT_MS;
  for (let n = 0; n < rounds; n += 1) {
    world.pass(BEAT_MS);
    for (const place of world.places) world.beat(place);
    world.readManifests();
    world.tell({ kind: "tick" });
    for (let left = 10; left > 0 && world.pending[0] !== undefined; left -= 1)
      world.answer(world.pending[0], true);
    if (world.state.phase === "recovering" && world.state.returns === "on-request")
      world.tell({ kind: "order", order: { kind: "fail-back", by: "person", evenIfBehind: false } });
    world.check();
  }
  const { state, role } = world;
  assert(state.phase === "healthy", `all is well, and it stays ${state.phase}`);
  assert(state.activeId === state.homeId && role.replicaId === state.activeId, "not the usual one is active");
  assert(state.move === null && state.outstanding.length === 0, "something is still awaited");
  assert(!world.fenced.has(state.activeId), "the active replica is fenced for ever");
  const forgotten = world.jobs.filter((job) => job.state === "fenced" && job.restartedAs === undefined);
  assert(forgotten.length === 0, `${forgotten.length} jobs were stopped and never restarted`);
}
