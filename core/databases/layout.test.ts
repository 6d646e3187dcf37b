import { expect, test } from "vitest";
import { databaseAt, databasePath } from "../../shared/format/database-path.ts";
import { serverFolder } from "./layout.ts";

const local = { by: "socket", path: "/run/postgresql/.s.PGSQL.5432" } as const;
const localhost = { by: "network", address: "localhost", port: 5432 } as const;
const machine = { address: "nas.office", port: 22, user: "backup", signIn: "agent", hostKey: null } as const;

test("servers of different machines stand in folders of their own, whatever they call themselves", () => {
  const of = (server: typeof local | typeof localhost, through?: Partial<typeof machine> | null) =>
    serverFolder({
      ...{ kind: "postgresql", server },
      ...(through === undefined ? {} : { through: through === null ? null : { ...machine, ...through } }),
    });
  // as they have always been
  expect([of(local), of(local, null), of(localhost)]).toEqual([
    ...["/postgresql/local", "/postgresql/local", "/postgresql/localhost_5432"],
  ]);
  expect(of(local, {})).toBe("/postgresql/local@nas.office");
  expect(of(localhost, {})).toBe("/postgresql/localhost_5432@nas.office");
  expect(of(localhost, { port: 2222 as 22 })).toBe("/postgresql/localhost_5432@nas.office_2222");
  expect(of(localhost, { address: "fe80::1%eth0" as "nas.office" })).toBe(
    "/postgresql/localhost_5432@fe80__1_eth0",
  );
  for (const folder of [of(local), of(localhost, { port: 2222 as 22 })])
    expect(databaseAt(databasePath("postgresql", folder, "a/b"))).toEqual({
      ...{ kind: "postgresql", folder, name: "a/b" },
    });
});
