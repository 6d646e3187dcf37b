import { expect, test } from "vitest";
import { entryScriptOf } from "./entry-script.ts";

test("finds the script as the build writes it, and only that", () => {
  expect(
    entryScriptOf(`<script src="./old.js"></script>
    <script type="module" crossorigin src="./assets/index-4Hzk3AhH.js"></script>`),
  ).toBe("./assets/index-4Hzk3AhH.js");
  expect(entryScriptOf('<script type="module">inline()</script>')).toBeUndefined();
  expect(entryScriptOf("<title>Sign in</title>")).toBeUndefined();
});
