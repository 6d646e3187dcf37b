import { userInfo } from "node:os";
import { describe, expect, test } from "vitest";
import { lacks } from "../../test/support/tools.ts";
import { parseAccountFile } from "./account-files.ts";
import { openAccountLookup } from "./account-lookup.ts";
import { accountsFingerprint, openAccounts } from "./accounts.ts";
import { hasPosixLibrary } from "./posix-library.ts";

const NOBODY_HAS_THIS = 2_123_456_789;

describe("parseAccountFile", () => {
  test("reads users and groups", () => {
    const users = "root:x:0:0:root:/root:/bin/sh\nana:x:1000:1000:Ana,,,:/home/ana:/bin/bash\n";
    expect(parseAccountFile(users)).toEqual(
      new Map([
        [0, "root"],
        [1000, "ana"],
      ]),
    );
    expect(parseAccountFile("wheel:x:10:ana,bo\nusers:x:100:")).toEqual(
      new Map([
        [10, "wheel"],
        [100, "users"],
      ]),
    );
  });

  test("takes the first of two names for one number, as the C library does", () => {
    expect(parseAccountFile("root:x:0:0\ntoor:x:0:0")).toEqual(new Map([[0, "root"]]));
  });

  test("skips what is no account", () => {
    expect(parseAccountFile("# comment\n\n+::::\n+@netgroup\nx:y\nbad:x:-1:0\n:x:5:5\nhex:x:0x1:0")).toEqual(
      new Map(),
    );
  });
});

describe.skipIf(lacks("a C library that koffi can load", hasPosixLibrary()))("the account lookup", () => {
  test("knows the user who runs this, and root's group", () => {
    const lookup = openAccountLookup();
    const { uid, username } = userInfo();
    expect(lookup.userName(uid)).toBe(username);
    expect(lookup.groupName(0)).toMatch(/^(root|wheel)$/);
  });

  test("knows no name for a number nobody has", () => {
    const lookup = openAccountLookup();
    expect(lookup.userName(NOBODY_HAS_THIS)).toBeUndefined();
    expect(lookup.groupName(NOBODY_HAS_THIS)).toBeUndefined();
  });
});

describe("accounts", () => {
  test("ask once per number, for those without a name too", () => {
    const asked: string[] = [];
    const accounts = openAccounts({
      userName: (uid) => {
        asked.push(`user ${uid}`);
        return uid === 1 ? "one" : undefined;
      },
      groupName: (gid) => {
        asked.push(`group ${gid}`);
        return "staff";
      },
    });
    expect([accounts.userName(1), accounts.userName(1), accounts.userName(2), accounts.userName(2)]).toEqual([
      "one",
      "one",
      "",
      "",
    ]);
    expect([accounts.groupName(1), accounts.groupName(1)]).toEqual(["staff", "staff"]);
    expect(asked).toEqual(["user 1", "user 2", "group 1"]);
  });

  test("have the same fingerprint as long as nothing changes", () => {
    expect(accountsFingerprint()).toMatch(/^[0-9a-f]{64}$/);
    expect(accountsFingerprint()).toBe(accountsFingerprint());
  });
});
