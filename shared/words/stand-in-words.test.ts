import { expect, test } from "vitest";
import { isHeldUp, tellStandIn } from "./stand-in-words.ts";

const PLAN: Parameters<typeof tellStandIn>[0] = {
  ...{ state: "owners", isOwn: false, isHere: false, ownerName: "office-pc", holderName: "office-pc" },
  ...{ standbyNames: [], missingPaths: [], newPaths: [], pausedAt: null, isOwnerThere: true },
};

test("whoever stands by says what would keep it from taking over, the first thing that somebody has to do about", () => {
  const told = (plan: Partial<Parameters<typeof tellStandIn>[0]>) => tellStandIn({ ...PLAN, ...plan }, "en");
  expect(told({})).toBe("office-pc starts it. This computer stands by.");
  const [newPaths, missingPaths] = [["/srv/new"], ["/srv/new", "/srv/gone"]];
  const because = "office-pc starts it. This computer stands by and could not take over now, because ";
  expect(told({ newPaths, missingPaths })).toBe(
    `${because}office-pc added /srv/new, and nobody has agreed to that here.`,
  );
  expect(told({ pausedAt: "owner", missingPaths })).toBe(`${because}the plan is paused on office-pc.`);
  expect(told({ pausedAt: "here" })).toBe(`${because}the plan is paused here.`);
  expect(told({ missingPaths, isOwnerThere: false })).toBe(
    "Nobody starts it: office-pc has not been heard of, and this computer could not take over, because it cannot read /srv/new, /srv/gone.",
  );
  expect(told({ missingPaths })).toBe(`${because}it cannot read /srv/new, /srv/gone.`);
});

test("a plan that was taken over and is paused is not said to be started, in either language", () => {
  const plan = { ...PLAN, state: "taken-over", isHere: true, holderName: "server" } as const;
  expect(isHeldUp(plan)).toBe(false);
  const paused = { ...plan, pausedAt: "here" } as const;
  expect(isHeldUp(paused)).toBe(true);
  expect(tellStandIn(paused, "en")).toContain("so no backup is made");
  expect(tellStandIn(paused, "zh")).toContain("没有进行备份");
  expect(tellStandIn({ ...PLAN, newPaths: ["/srv/new"] }, "zh")).toContain("尚未同意读取");
});
