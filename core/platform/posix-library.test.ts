import { describe, expect, test } from "vitest";
import { lacks } from "../../test/support/tools.ts";
import { errorName, PosixError } from "./posix-error.ts";
import { hasPosixLibrary, posixLibrary } from "./posix-library.ts";

describe.skipIf(lacks("a C library that koffi can load", hasPosixLibrary()))("the C library", () => {
  test("says of a function it does not have that it is not supported here", () => {
    expect(() => posixLibrary().bind("no_such_function_anywhere", "int", [])).toThrow(
      expect.objectContaining({
        code: "PLATFORM_UNSUPPORTED",
        details: expect.objectContaining({ what: "no_such_function_anywhere" }),
      }),
    );
  });
});

describe("PosixError", () => {
  test("carries a code as Node's errors do, for numbers too that Node has no name for", () => {
    expect(new PosixError("open", 2)).toMatchObject({ code: "ENOENT", message: "ENOENT: open", errno: 2 });
    expect(errorName(99_999)).toBe("E99999");
  });
});
