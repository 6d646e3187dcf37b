import { isIP } from "node:net";
import { BackstayError } from "../../shared/errors.ts";

/** Where a console listens. */
export type ListenAddress = {
  /** An IP address, without brackets. */
  readonly address: string;
  /** 0 for any free one. */
  readonly port: number;
};

/** A port nobody else is known to use, the same at every start, so that bookmarks and sessions stay good. */
export const USUAL_PORT = 7411;
export const USUAL_ADDRESS: ListenAddress = { address: "127.0.0.1", port: USUAL_PORT };

const ADDRESS_AND_PORT = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/;

/**
 * Reads `127.0.0.1:7411`, `[::1]:7411`, `localhost:7411`. Other names are refused: what they stand for may change, and with it who
 * can reach the console.
 *
 * @throws {BackstayError} VALUE_INVALID
 */
export function parseListenAddress(text: string): ListenAddress {
  const [, inBrackets, plain, digits] = ADDRESS_AND_PORT.exec(text) ?? [];
  const address = plain === "localhost" ? "127.0.0.1" : (inBrackets ?? plain ?? "");
  const port = Number(digits);
  if (isIP(address) !== (inBrackets === undefined ? 4 : 6) || !(port <= 65_535)) {
    throw new BackstayError("VALUE_INVALID", { value: text, expected: "listen-address" });
  }
  return { address, port };
}

/** @returns as {@link parseListenAddress} reads it, and as it stands in a URL */
export function formatListenAddress({ address, port }: ListenAddress): string {
  return `${isIP(address) === 6 ? `[${address}]` : address}:${port}`;
}
