import fc from "fast-check";
import { expect, test } from "vitest";
import { databaseAt, databasePath } from "./database-path.ts";

test("every name stands in one file of its own, and is found again", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", minLength: 1 }),
      fc.constantFrom("postgresql", "mariadb"),
      (name, kind) => {
        fc.pre(name.isWellFormed());
        const path = databasePath(kind, `/${kind}/local`, name);
        expect(path.split("/")).toHaveLength(5);
        expect(databaseAt(path)).toEqual({ kind, folder: `/${kind}/local`, name });
      },
    ),
  );
});

test("what is beside the dumps is none", () => {
  for (const path of [
    "/postgresql/local/users.sql",
    "/postgresql/local/databases/shop.dump.incomplete",
    "/postgresql/local/databases/shop.sql",
    "/home/databases/shop.dump",
    "/files/x/databases/shop.dump",
  ])
    expect(databaseAt(path), path).toBeUndefined();
});
