import { createSocket } from "node:dgram";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { hasSystemCode } from "../../shared/errors.ts";

const RANGE_FILE = "/proc/sys/net/ipv4/ip_local_port_range";
const LOWEST = 20_000;
const TRIES = 100;

/**
 * A port of the loopback address on which nobody listens, for servers that cannot be told to take any. It is none of those that the
 * system gives to connections, which come and go all the time; so it is still free when the server takes it, or takes it again.
 */
export async function freePort(protocol: "tcp" | "udp" = "tcp"): Promise<number> {
  const highest = Number(/^\d+/.exec(readFileSync(RANGE_FILE, "utf8"))?.[0] ?? 0);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const port = LOWEST + Math.floor(Math.random() * (highest - LOWEST));
    if (await (protocol === "tcp" ? isTcpFree(port) : isUdpFree(port))) return port;
  }
  throw new Error("there is no free port");
}

async function isTcpFree(port: number): Promise<boolean> {
  const server = createServer();
  const isFree = await listens((tell, fail) => {
    server.once("error", fail).listen(port, "127.0.0.1", tell);
  });
  if (isFree) await new Promise((resolve) => server.close(resolve));
  return isFree;
}

async function isUdpFree(port: number): Promise<boolean> {
  const socket = createSocket("udp4");
  const isFree = await listens((tell, fail) => {
    socket.once("error", fail).bind(port, "127.0.0.1", tell);
  });
  await new Promise<void>((resolve) => socket.close(resolve));
  return isFree;
}

async function listens(begin: (tell: () => void, fail: (error: Error) => void) => void): Promise<boolean> {
  try {
    await new Promise<void>(begin);
    return true;
  } catch (error) {
    if (hasSystemCode(error, "EADDRINUSE")) return false;
    throw error;
  }
}
