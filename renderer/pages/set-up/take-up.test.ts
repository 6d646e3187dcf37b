import { expect, test } from "vitest";
import type { PlanId, RepositoryId, SourceId } from "../../../shared/ids.ts";
import type { Plan } from "../../../shared/model/plan.ts";
import type { Source } from "../../../shared/model/source.ts";
import { freeName, planOf, sourceOf } from "./take-up.ts";

const NAS = "aa" as RepositoryId;
const source = (id: string, ...paths: string[]) =>
  ({ kind: "files", id: id as SourceId, name: id, paths }) as unknown as Source;
const plan = (id: string, name: string, repositoryId: string, ...sourceIds: string[]) =>
  ({ id: id as PlanId, name, repositoryId, sourceIds }) as unknown as Plan;
const ids = (...all: string[]) => all as unknown as SourceId[];

test("a source is taken up when it is that folder and nothing else", () => {
  const all = [source("both", "/a", "/b"), source("a", "/a")];
  expect(sourceOf("/a", all)?.id).toBe("a");
  expect(sourceOf("/b", all)).toBeUndefined();
});

test("a plan is taken up when it saves the same there, whatever it is called now", () => {
  const plans = [plan("1", "Office", "bb", "x", "y"), plan("2", "Mine", "aa", "y", "x")];
  expect(planOf("Office", NAS, ids("x", "y"), plans)?.id).toBe("2");
  expect(planOf("Office", NAS, ids("x", "y", "z"), plans)).toBeUndefined();
});

test("the set-up's own plan is taken up with one source more, and never loses one", () => {
  const plans = [plan("1", "Office", "aa", "x")];
  expect(planOf("Office", NAS, ids("x", "y"), plans)?.id).toBe("1");
  expect(planOf("Office", NAS, ids("y"), plans)).toBeUndefined();
});

test("a name that somebody has gets a number", () => {
  expect(freeName("Documents", [])).toBe("Documents");
  expect(freeName("Documents", ["Documents", "Documents 2"])).toBe("Documents 3");
});
