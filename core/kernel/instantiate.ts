import { readFileSync } from "node:fs";

/** The part of the WebAssembly API used here: TypeScript declares it with the browser's library only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => CompiledModule;
  readonly Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: CompiledModule, imports: object) => { readonly exports: object };
};

declare const compiled: unique symbol;
type CompiledModule = { readonly [compiled]: true };

export const WASM_PAGE_BYTES = 64 * 1024;

export type Instance<Exports> = { readonly bytes: Uint8Array<ArrayBuffer>; readonly exports: Exports };

const modules = new Map<ModuleName, CompiledModule>();

/** Modules that scripts/build-kernel.ts builds. */
export type ModuleName = "kernel" | "scrypt";

/**
 * Instantiates a module with a memory of its own that never grows. A module is compiled once per thread.
 *
 * @param memoryBytes a multiple of {@link WASM_PAGE_BYTES}
 */
export function instantiate<Exports extends object>(
  name: ModuleName,
  memoryBytes: number,
): Instance<Exports> {
  let module = modules.get(name);
  if (module === undefined) {
    module = new WebAssembly.Module(readFileSync(new URL(`./build/${name}.wasm`, import.meta.url)));
    modules.set(name, module);
  }
  const pages = memoryBytes / WASM_PAGE_BYTES;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { bytes: new Uint8Array(memory.buffer), exports: exports as Exports };
}
