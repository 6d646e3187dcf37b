import { describe, expect, test } from "vitest";
import { type Command, type CommandGroup, commandsAtRest, matchCommands } from "./match-commands.ts";
import { readRecent, withRecent } from "./recent-commands.ts";

function command(id: string, group: CommandGroup, title: string, keywords = ""): Command {
  return { id, group, icon: "file", title, keywords, run: () => undefined };
}

const commands = [
  command("back-up", "actions", "Back up Photos now"),
  command("restore", "actions", "Restore from Photos"),
  command("page-restore", "pages", "Restore", "恢复"),
  command("photos", "things", "Photos"),
  command("kroger", "things", "Kröger Stahlbau"),
  command("site", "files", "Site photos", "/Documents/Brandt GmbH"),
];
const ids = (found: readonly Command[]) => found.map(({ id }) => id);

describe("typing", () => {
  test("finds by every word, in any order, and actions come first", () => {
    expect(ids(matchCommands(commands, "photos"))).toEqual(["back-up", "restore", "photos", "site"]);
    expect(ids(matchCommands(commands, "now PHOTOS"))).toEqual(["back-up"]);
    expect(ids(matchCommands(commands, "brandt photos"))).toEqual(["site"]);
  });

  test("finds letters with marks without them, and Chinese", () => {
    expect(ids(matchCommands(commands, "kroger"))).toEqual(["kroger"]);
    expect(ids(matchCommands(commands, "恢复"))).toEqual(["page-restore"]);
  });

  test("puts a title that begins with the word before one that has it inside", () => {
    const both = [command("b", "things", "Old photos"), command("a", "things", "Photos")];
    expect(ids(matchCommands(both, "pho"))).toEqual(["a", "b"]);
  });

  test("shows few of each group, so that the others stay in sight", () => {
    const many = Array.from({ length: 50 }, (_, n) => command(`${n}`, "files", `Photo ${n}`));
    expect(matchCommands([...many, ...commands], "photo").length).toBeLessThan(15);
  });
});

test("at rest the last ones used come first and nothing twice", () => {
  const rest = commandsAtRest(commands, ["photos", "gone", "page-restore"]);
  expect(ids(rest)).toEqual(["photos", "page-restore", "back-up", "restore"]);
  expect(rest[0]?.group).toBe("recent");
});

describe("what is remembered", () => {
  test("is the newest first, each once, and not without end", () => {
    let recent: readonly string[] = [];
    for (let n = 0; n < 30; n += 1) recent = withRecent(recent, `${n % 20}`);
    expect(recent[0]).toBe("9");
    expect(new Set(recent).size).toBe(recent.length);
    expect(recent.length).toBeLessThanOrEqual(12);
  });

  test("may have been spoilt by something else", () => {
    expect(readRecent("not json")).toEqual([]);
    expect(readRecent('{"a":1}')).toEqual([]);
    expect(readRecent('["a",7,"b"]')).toEqual(["a", "b"]);
    expect(readRecent(null)).toEqual([]);
  });
});
