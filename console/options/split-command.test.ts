import { expect, test } from "vitest";
import { splitCommand } from "./split-command.ts";

test.each([
  ["pass show backup", ["pass", "show", "backup"]],
  ["  spaced\tout  ", ["spaced", "out"]],
  [`sh -c 'cat "$HOME/x"; echo'`, ["sh", "-c", 'cat "$HOME/x"; echo']],
  [`a "b c" d''e ""`, ["a", "b c", "de", ""]],
  [String.raw`a\ b "c\"d\\e\f" 'g\h'`, ["a b", String.raw`c"d\e\f`, String.raw`g\h`]],
  ["$(rm) `x` *", ["$(rm)", "`x`", "*"]],
])("%j is %j", (command, words) => {
  expect(splitCommand(command)).toEqual(words);
});

test.each(["", "   ", "a 'b", 'a "b'])("%j is refused", (command) => {
  expect(() => splitCommand(command)).toThrow("USAGE");
});
