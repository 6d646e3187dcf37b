import { describe, expect, test } from "vitest";
import { BackstayError } from "../../../shared/errors.ts";
import { formatSftpLocation, parseSftpLocation } from "./place.ts";

describe("a location of SFTP", () => {
  test.each([
    ["sftp:user@host:/srv/backup", { user: "user", host: "host", folder: "/srv/backup" }],
    ["sftp:host:/srv/backup/", { host: "host", folder: "/srv/backup" }],
    ["sftp:nas:backup/office", { host: "nas", folder: "backup/office" }],
    ["sftp:nas:", { host: "nas", folder: "." }],
    ["sftp:anna@office.example@nas:/srv", { user: "anna@office.example", host: "nas", folder: "/srv" }],
    ["sftp:nas:/srv/a:b", { host: "nas", folder: "/srv/a:b" }],
    ["sftp:user@[fe80::1%eth0]:/srv", { user: "user", host: "fe80::1%eth0", folder: "/srv" }],
    ["sftp:[::1]:/srv", { host: "::1", folder: "/srv" }],
    ["sftp:nas:/备份/我的", { host: "nas", folder: "/备份/我的" }],
    ["sftp://user@host:2222//srv/backup", { user: "user", host: "host", port: 2222, folder: "/srv/backup" }],
    ["sftp://host//srv", { host: "host", folder: "/srv" }],
    ["sftp://host/backup", { host: "host", folder: "backup" }],
    ["sftp://[::1]:22//srv/a%20b%23c", { host: "::1", port: 22, folder: "/srv/a b#c" }],
    ["sftp://host:2222//备份", { host: "host", port: 2222, folder: "/备份" }],
  ])("is read: %s", (location, expected) => {
    const place = parseSftpLocation(location);
    expect(place).toEqual({ user: undefined, port: undefined, ...expected });
    expect(parseSftpLocation(formatSftpLocation(place))).toEqual(place);
  });

  test.each([
    ["sftp:host", "sftp-form"],
    ["sftp:@:/srv", "sftp-form"],
    ["sftp::/srv", "sftp-form"],
    ["sftp:///srv", "sftp-form"],
    ["sftp:-oProxyCommand=evil:/srv", "sftp-form"],
    ["sftp:user@-oProxyCommand=evil:/srv", "sftp-form"],
    ["sftp://-oProxyCommand=evil//srv", "sftp-form"],
    ["sftp:a b:/srv", "sftp-form"],
    ["sftp:user\n@host:/srv", "sftp-form"],
    ["sftp:host:/srv\0", "sftp-form"],
    ["sftp://host:99999//srv", "sftp-form"],
    ["sftp://host:0//srv", "sftp-form"],
    ["sftp://host//srv?a", "sftp-form"],
    ["sftp://host//srv#a", "sftp-form"],
    ["sftp://host//%ff", "sftp-form"],
    ["sftp:host:~/backup", "sftp-tilde"],
    ["sftp://host/~anna/backup", "sftp-tilde"],
    ["sftp://user:secret@host//srv", "password"],
  ] as const)("is refused, and not repeated: %s", (location, reason) => {
    expect(() => parseSftpLocation(location)).toThrow(
      new BackstayError("STORE_LOCATION_INVALID", { location: "sftp:…", reason }),
    );
  });
});
