/**
 * The way into the C library, for what Node has no function for. Loaded at the first use: a command that needs none of
 * it does not pay for it, and a machine where it cannot be loaded loses only what depends on it.
 */
import { createRequire } from "node:module";
import type { LibraryHandle } from "koffi";
import { BackstayError } from "../../shared/errors.ts";
import { PosixError } from "./posix-error.ts";

/** Pointers are given as the memory they point to; numbers as numbers, 64-bit ones also as bigint. */
export type NativeValue = number | bigint | Uint8Array | BigInt64Array | BigUint64Array | null;
export type NativeCall = (...args: readonly NativeValue[]) => number;

/** The C types used here, as koffi spells them. `ssize_t` has no name there; `intptr_t` is as wide. */
export type NativeType = "int" | "unsigned int" | "uint64_t" | "size_t" | "intptr_t" | "void *";

export type PosixLibrary = {
  /**
   * @returns the function of that name
   * @throws {BackstayError} PLATFORM_UNSUPPORTED when this C library has none
   */
  bind(name: string, result: NativeType, parameters: readonly NativeType[]): NativeCall;
  /** `errno` of this thread's last call. Must be asked before anything else is called. */
  lastError(): number;
  /** Where a piece of memory lies, to make sense of pointers that C returns into it. */
  addressOf(memory: Uint8Array): bigint;
};

const MUSL_ARCHITECTURE: Readonly<Record<string, string>> = {
  x64: "x86_64",
  arm64: "aarch64",
  riscv64: "riscv64",
  loong64: "loongarch64",
};

/** undefined: not tried yet. */
let loaded: PosixLibrary | BackstayError | undefined;

/** @throws {BackstayError} PLATFORM_UNSUPPORTED when there is no C library to be had */
export function posixLibrary(): PosixLibrary {
  loaded ??= load();
  if (loaded instanceof BackstayError) throw loaded;
  return loaded;
}

/** Whether {@link posixLibrary} works here, for callers who would rather list one problem than one per file. */
export function hasPosixLibrary(): boolean {
  loaded ??= load();
  return !(loaded instanceof BackstayError);
}

/** Calls `call` and throws what `errno` says when it returns a negative number. */
export function checked(library: PosixLibrary, syscall: string, result: number): number {
  if (result < 0) throw new PosixError(syscall, library.lastError());
  return result;
}

/**
 * Makes a function that turns bytes into a C string, in a buffer that its next call overwrites: the C library is called
 * once or more per file, and an allocation each time would cost more than the call.
 *
 * @throws {PosixError} (the made function) EINVAL when the bytes hold a NUL, which C would take for the end
 */
export function reusableCString(): (bytes: Uint8Array, syscall: string) => Uint8Array {
  let buffer = new Uint8Array(4096);
  return (bytes, syscall) => {
    if (bytes.includes(0)) throw new PosixError(syscall, EINVAL);
    if (bytes.length >= buffer.length) buffer = new Uint8Array(bytes.length * 2);
    buffer.set(bytes);
    buffer[bytes.length] = 0;
    return buffer;
  };
}

/** The same number on every platform there is. */
const EINVAL = 22;

function load(): PosixLibrary | BackstayError {
  const names = libraryNames();
  const failures: unknown[] = [];
  try {
    const koffi = createRequire(import.meta.url)("koffi") as typeof import("koffi");
    // `struct timespec` and the calls below are written down for 64-bit longs only.
    if (koffi.sizeof("long") !== 8) return unsupported(new Error("long has not 64 bits"));
    for (const name of names) {
      try {
        return libraryFrom(koffi, koffi.load(name));
      } catch (cause) {
        failures.push(cause);
      }
    }
  } catch (cause) {
    failures.push(cause);
  }
  return unsupported(new AggregateError(failures, `none of ${names.join(", ")} could be loaded`));
}

function libraryNames(): readonly string[] {
  if (process.platform === "darwin") return ["libSystem.B.dylib"];
  if (process.platform !== "linux") return [];
  return ["libc.so.6", `libc.musl-${MUSL_ARCHITECTURE[process.arch] ?? process.arch}.so.1`];
}

function libraryFrom(koffi: typeof import("koffi"), handle: LibraryHandle): PosixLibrary {
  return {
    bind: (name, result, parameters) => {
      try {
        return handle.func(name, result, [...parameters]);
      } catch (cause) {
        throw unsupported(cause, name);
      }
    },
    lastError: () => koffi.errno(),
    addressOf: (memory) => koffi.address(memory),
  };
}

function unsupported(cause: unknown, what = "C library"): BackstayError {
  const platform = `${process.platform}-${process.arch}`;
  return new BackstayError("PLATFORM_UNSUPPORTED", { what, platform }, { cause });
}
