import { expect, test } from "vitest";
import { HookDraft, type HookView } from "../../../../shared/model/failover-hooks.ts";
import { EMPTY_HOOK, formOfHook, type HookForm, hookDraftOf, hookSecretsOf, limitOf } from "./hook-form.ts";

const webhook: HookForm = { ...EMPTY_HOOK, name: " Phone ", address: " https://phone.example/x " };
const program: HookForm = {
  ...{ ...EMPTY_HOOK, kind: "command", name: "Bell", program: " /bin/bell " },
  ...{ arguments: "-v\ntwo  words", limit: "5", when: "before", onFailure: "abort" },
};
const viewOf = (draft: HookDraft, addressHost: string): HookView => ({
  ...{ ...draft, id: "00000000-0000-4000-8000-000000000001", repositoryId: "a".repeat(64) as never },
  ...{ addressHost, isSigned: false, lastRun: null, runs: [] },
});

test("what was typed becomes a hook the contract takes, and reads back the same", () => {
  for (const [form, host] of [
    [webhook, "phone.example"],
    [program, ""],
  ] as const) {
    const draft = HookDraft.parse(hookDraftOf(form, false));
    expect(hookDraftOf(formOfHook(viewOf(draft, host)), host !== "")).toEqual(draft);
  }
  expect(hookDraftOf(program, false)?.action).toEqual({
    ...{ kind: "command", program: "/bin/bell", arguments: ["-v", "two  words"] },
  });
  expect(hookSecretsOf(webhook)).toEqual({ address: "https://phone.example/x" });
  expect(hookSecretsOf({ ...program, key: "left over" })).toEqual({});
});

test("nothing can be saved while something lacks", () => {
  for (const part of [{ name: " " }, { moves: [] }, { address: " " }, { limit: "0" }, { limit: "301" }])
    expect(hookDraftOf({ ...webhook, ...part }, false)).toBeUndefined();
  expect(hookDraftOf({ ...webhook, address: "" }, true)).toBeDefined();
  expect(hookDraftOf({ ...program, program: "" }, false)).toBeUndefined();
  expect(limitOf({ ...webhook, limit: "1.5" })).toBeUndefined();
});

test("what comes after a move cannot give it up", () => {
  expect(hookDraftOf(program, false)?.onFailure).toBe("abort");
  expect(hookDraftOf({ ...program, when: "after" }, false)?.onFailure).toBe("warn");
});
