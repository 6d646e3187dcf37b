import { expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { createDispatch } from "./dispatch.ts";
import type { Caller, Handlers } from "./handlers.ts";

const reader: Caller = { name: "test", rights: new Set(["read"]) };
const writer: Caller = { name: "test", rights: new Set(["read", "write"]) };

function dispatchTo(handlers: Partial<Handlers>) {
  const mistakes: unknown[] = [];
  const dispatch = createDispatch(handlers as Handlers, (error) => `reference ${mistakes.push(error)}`);
  return { dispatch, mistakes };
}

test("a method that does not exist is refused, also one that every object has", async () => {
  const { dispatch, mistakes } = dispatchTo({});
  for (const name of ["plans.destroy", "toString", "__proto__", "constructor", ""])
    expect(await dispatch(name, {}, writer)).toMatchObject({
      kind: "error",
      error: { code: "CALL_INVALID" },
    });
  expect(mistakes).toEqual([]);
});

test("who may only look changes nothing, and the handler is not asked", async () => {
  let calls = 0;
  const { dispatch } = dispatchTo({
    "app.finishSetUp": async () => {
      calls += 1;
      return {};
    },
  });
  expect(await dispatch("app.finishSetUp", {}, reader)).toEqual({
    kind: "error",
    error: { code: "NOT_ALLOWED", details: { method: "app.finishSetUp" } },
  });
  expect(calls).toBe(0);
  expect(await dispatch("app.finishSetUp", {}, writer)).toEqual({ kind: "value", value: {} });
});

test("an input of the wrong form is refused, and its field is named", async () => {
  const { dispatch } = dispatchTo({});
  const where = async (name: string, input: unknown) => {
    const answer = await dispatch(name, input, writer);
    return answer.kind === "error" && answer.error.code === "CALL_INVALID" ? answer.error.details.where : "?";
  };
  expect(await where("plans.run", { planId: "../../etc/passwd" })).toBe("planId");
  expect(await where("plans.save", { planId: null, draft: { name: "" } })).toMatch(/^draft/);
  expect(await where("folders.list", { path: "/a\0b" })).toBe("path");
  expect(await where("jobs.get", undefined)).toBe("");
  expect(await where("jobs.list", { kinds: null, states: null, beforeMs: null, limit: 1e9 })).toBe("limit");
});

test("a handler gets a name without the spaces around it", async () => {
  const names: string[] = [];
  const { dispatch } = dispatchTo({
    "repositories.rename": async ({ name }) => {
      names.push(name);
      throw new BackstayError("REPOSITORY_NOT_FOUND", {});
    },
  });
  await dispatch("repositories.rename", { repositoryId: "a".repeat(64), name: "  NAS " }, writer);
  expect(names).toEqual(["NAS"]);
});

test("an error of ours crosses with its facts, a mistake without its text", async () => {
  const { dispatch, mistakes } = dispatchTo({
    "plans.list": async () => {
      throw new BackstayError("SECRET_MISSING", { name: "NAS" });
    },
    "sources.list": async () => {
      throw new TypeError("sesame is in here");
    },
  });
  expect(await dispatch("plans.list", {}, reader)).toEqual({
    kind: "error",
    error: { code: "SECRET_MISSING", details: { name: "NAS" } },
  });
  const mistake = await dispatch("sources.list", {}, reader);
  expect(mistake).toEqual({
    kind: "error",
    error: { code: "INTERNAL", details: { logReference: "reference 1" } },
  });
  expect(String(mistakes[0])).toContain("sesame");
});

test("an answer that breaks the contract does not leave the engine", async () => {
  const { dispatch, mistakes } = dispatchTo({
    "sources.list": async () => ({ sources: [], password: "sesame" }) as never,
  });
  expect(await dispatch("sources.list", {}, reader)).toMatchObject({ error: { code: "INTERNAL" } });
  expect(mistakes).toHaveLength(1);
});
