import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { BackstayError } from "../../shared/errors.ts";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { openStore, openStoreAtAny } from "./open-store.ts";

describe("openStore", () => {
  test.each([
    ["/srv/backup", "/srv/backup"],
    ["local:/srv/backup", "/srv/backup"],
    ["local:some/folder", resolve("some/folder")],
    ["local:a:b", resolve("a:b")],
    ["some/folder", resolve("some/folder")],
    ["./a:b", resolve("a:b")],
    ["../a:b", resolve("../a:b")],
    ["/srv/a:b", "/srv/a:b"],
    ["~/backup", resolve("~/backup")],
  ])("takes %s for a folder", (location, folder) => {
    expect(openStore(location).location).toBe(folder);
  });

  test.each([
    ["sftp:", "sftp:", "empty"],
    ["sftp:host", "sftp:…", "sftp-form"],
    ["b2:bucket", "b2:…", "backend-not-yet"],
    ["s3:https://s3.example.com", "s3:…", "s3-form"],
    ["s3:https://key:secret@s3.example.com/bucket", "s3:…", "s3-form"],
    ["s3:s3.example.com/bucket/../other", "s3:…", "s3-form"],
    ["rest:host/folder", "rest:…", "rest-form"],
    ["rest:https://user:secret@host:8000/?a", "rest:…", "rest-form"],
    ["rest:ftp://host/", "rest:…", "rest-form"],
    ["rclone:folder", "rclone:…", "rclone-form"],
    ["rclone::sftp,pass=secret:folder", "rclone:…", "rclone-form"],
    ["rclone:nas,pass=secret:folder", "rclone:…", "rclone-form"],
    ["rclone:--config=/tmp/evil:folder", "rclone:…", "rclone-form"],
    ["ftp:host/folder", "ftp:…", "ftp-form"],
    ["ftps://user:secret@host/a/../b?x", "ftps:…", "ftp-form"],
    ["webdav:host/dav", "webdav:…", "webdav-form"],
    ["webdav:https://user:secret@host/dav?a", "webdav:…", "webdav-form"],
    ["foo:bar", "foo:…", "backend-unknown"],
    ["", "", "empty"],
    ["local:", "local:", "empty"],
  ] as const)("refuses %s", (location, shown, reason) => {
    expect(() => openStore(location)).toThrow(
      new BackstayError("STORE_LOCATION_INVALID", { location: shown, reason }),
    );
  });

  test("takes sftp: for a folder of another machine", () => {
    expect(openStore("sftp:user@host:/srv/backup").location).toBe("sftp:user@host:/srv/backup");
  });

  test("takes rest: for a server, and tells no password of it", () => {
    const { location } = openStore("rest:https://user:secret@host:8000/office");
    expect(location).toBe("rest:https://user@host:8000/office/");
  });

  test("takes several addresses of one replica, and the first that is there", async () => {
    const folder = await tempFolder();
    await openStore(folder).create();
    await openStore(folder).write("config", "config", Uint8Array.of(1));
    const moves: string[] = [];
    const store = openStoreAtAny(
      [
        { location: "rest:http://127.0.0.1:1/" },
        { location: folder },
        { location: "rest:http://127.0.0.1:2/" },
      ],
      {
        prove: async (each, signal) => void (await each.size("config", "config", signal)),
        onMove: (location) => void moves.push(location),
      },
    );
    expect(await store.read("config", "config")).toEqual(Uint8Array.of(1));
    expect(moves).toEqual([folder]);
    await store.close();
    expect(() => openStoreAtAny([{ location: "foo:" }], { prove: async () => undefined })).toThrow(
      BackstayError,
    );
  });

  test("keeps a password in a location out of the error", () => {
    for (const location of ["rest:https://user:secret@host/#a", "sftp://user:secret@host//srv"]) {
      const open = () => openStore(location);
      expect(open).toThrow(expect.not.objectContaining({ message: expect.stringContaining("secret") }));
    }
  });
});
