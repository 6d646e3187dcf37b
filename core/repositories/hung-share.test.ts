/** A place that never answers must not take the threads away that everything else needs. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { tempFolder } from "../../test/support/temp-folder.ts";
import { lacksTool } from "../../test/support/tools.ts";
import { askPlace } from "../platform/ask-place.ts";

/** Lets what the system is asked of files below `$HANG_PATH` wait for ever, as a hard mount whose server is gone does. */
const HANG = `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
static void wait_if_below(const char *path) {
  const char *hung = getenv("HANG_PATH");
  if (hung && path && !strncmp(path, hung, strlen(hung))) for (;;) pause();
}
#define NEXT(name, type) ((type)dlsym(RTLD_NEXT, name))
int statx(int at, const char *path, int flags, unsigned mask, struct statx *out) {
  wait_if_below(path);
  return NEXT("statx", int (*)(int, const char *, int, unsigned, struct statx *))(at, path, flags, mask, out);
}
int stat(const char *path, struct stat *out) {
  wait_if_below(path);
  return NEXT("stat", int (*)(const char *, struct stat *))(path, out);
}
static int opens(const char *name, const char *path, int flags, mode_t mode) {
  wait_if_below(path);
  return NEXT(name, int (*)(const char *, int, ...))(path, flags, mode);
}
int open(const char *path, int flags, ...) {
  va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest);
  return opens("open", path, flags, mode);
}
int open64(const char *path, int flags, ...) {
  va_list rest; va_start(rest, flags); mode_t mode = va_arg(rest, mode_t); va_end(rest);
  return opens("open64", path, flags, mode);
}
void *opendir(const char *path) {
  wait_if_below(path);
  return NEXT("opendir", void *(*)(const char *))(path);
}`;

/** More than there are threads for file work. */
const LOOKS = 6;

test.skipIf(process.platform !== "linux" || lacksTool("gcc"))(
  "a share that hangs costs one thread, however often it is looked at, listed or inspected",
  async () => {
    const folder = await tempFolder();
    const path = (name: string) => join(folder, name);
    mkdirSync(path("nas"));
    writeFileSync(path("hang.c"), HANG);
    execFileSync("gcc", ["-shared", "-fPIC", "-o", path("hang.so"), path("hang.c")]);
    const looker = new URL("../../test/support/look-at-hung-share.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, [looker, path("nas"), folder, String(LOOKS)], {
      env: { ...process.env, LD_PRELOAD: path("hang.so"), HANG_PATH: path("nas") },
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void child.kill("SIGKILL")); // its thread hangs, so that it cannot end by itself
    let said = "";
    for await (const text of child.stdout) {
      said += String(text);
      if (said.includes("\n")) break;
    }
    expect(JSON.parse(said)).toEqual({
      looks: Array.from({ length: LOOKS }, () => "STORE_VANISHED"),
      listed: ["FOLDER_NOT_LISTED", "FOLDER_NOT_LISTED"],
      others: "answers",
    });
  },
);

test("work that owes an answer is not started again until it came", async () => {
  let started = 0;
  const answer = Promise.withResolvers<string>();
  const work = () => {
    started += 1;
    return answer.promise;
  };
  const ask = () => askPlace("a share", 20, work, () => new Error("late"));
  for (let n = 0; n < 3; n += 1) await expect(ask()).rejects.toThrow("late");
  expect(started).toBe(1);
  answer.resolve("at last");
  await expect.poll(() => ask().catch(() => "late")).toBe("at last");
  expect(started).toBe(2);
});
