import fc from "fast-check";
import { expect, test } from "vitest";
import { type ChangeFacts, USUAL_CHANGE_LIMITS } from "../../shared/model/change-guard.ts";
import { judgeChange, usualOf } from "./judge-change.ts";

const NOTHING: ChangeFacts = {
  ...{ filesBefore: 1000, deleted: 0, added: 0, changed: 0, renamed: 0 },
  ...{ looked: 0, scrambled: 0, ransomNames: 0, examples: [] },
};
const limits = USUAL_CHANGE_LIMITS;
const judge = (facts: Partial<ChangeFacts>, history: readonly Partial<ChangeFacts>[] = []) =>
  judgeChange(
    { ...NOTHING, ...facts },
    limits,
    usualOf(
      history.map((past) => ({ ...NOTHING, ...past })),
      limits,
    ),
  );

test.each<[string, Partial<ChangeFacts>, readonly string[]]>([
  ["an ordinary day", { added: 12, changed: 30, deleted: 4, looked: 42, scrambled: 1 }, []],
  ["a project that is put away", { deleted: 390 }, []],
  ["most files deleted", { deleted: 400 }, ["deleted"]],
  ["most of a few files deleted", { filesBefore: 20, deleted: 20 }, []],
  ["many photos", { added: 5000, looked: 200 }, []],
  ["files encrypted where they are", { changed: 300, looked: 200, scrambled: 190 }, ["scrambled"]],
  [
    "a few of many in one run",
    { filesBefore: 90_000, changed: 60, looked: 60, scrambled: 58 },
    ["scrambled"],
  ],
  ["one vault of passwords", { changed: 1, looked: 1, scrambled: 1 }, []],
  ["other endings", { deleted: 900, added: 900, renamed: 900 }, ["renamed", "deleted"]],
  ["names of ransomware", { added: 3, ransomNames: 3 }, ["ransom-names"]],
  ["nothing before", { filesBefore: 0, added: 500, looked: 200 }, []],
])("%s", (_, facts, suspicions) => {
  expect(judge(facts)).toEqual(suspicions);
});

test("what a source often does is not suspicious, and far more than that is", () => {
  const often = [{ deleted: 390 }, { deleted: 380 }];
  expect(judge({ deleted: 500 }, often)).toEqual([]);
  expect(judge({ deleted: 600 }, often)).toEqual(["deleted"]);
  expect(judge({ deleted: 950 }, [{ deleted: 800 }]), "nearly everything is never ordinary").toEqual([
    "deleted",
  ]);
  const sealed = { changed: 0, added: 120, looked: 120, scrambled: 120 };
  expect(judge(sealed)).toEqual(["scrambled"]);
  expect(judge(sealed, [sealed]), "another program's encrypted backups").toEqual([]);
  expect(judge(sealed, [{ added: 1, looked: 1, scrambled: 1 }]), "one file is no habit").toEqual([
    "scrambled",
  ]);
});

test("nothing is suspicious when nobody wants to be told", () => {
  const facts = { ...NOTHING, deleted: 1000, ransomNames: 9 };
  expect(judgeChange(facts, { ...limits, isOn: false }, usualOf([], limits))).toEqual([]);
});

test("more of the same is never less suspicious", () => {
  const count = fc.nat({ max: 2000 });
  fc.assert(
    fc.property(count, count, count, (deleted, renamed, more) => {
      const [less, worse] = [
        judge({ deleted, renamed }),
        judge({ deleted: deleted + more, renamed: renamed + more }),
      ];
      expect(worse).toEqual(expect.arrayContaining([...less]));
    }),
  );
});
