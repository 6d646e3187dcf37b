import { connect, type Socket } from "node:net";
import { z } from "zod";
import type { BackstayApi } from "../../shared/api/client.ts";
import type { NumberedEvent } from "../../shared/api/events.ts";
import {
  type HostInput,
  type HostMethodName,
  type HostOutput,
  hostMethods,
} from "../../shared/api/host-methods.ts";
import { methods } from "../../shared/api/methods.ts";
import { type Answer, type Call, FromHost } from "../../shared/api/wire.ts";
import { BackstayError, fromWire, hasSystemCode } from "../../shared/errors.ts";
import type { Download } from "../api/backstay.ts";
import { fetchDownload } from "./fetch-download.ts";
import { createLineReader } from "./read-lines.ts";
import { socketAddress } from "./socket-address.ts";

/** The contract as a host of this user answers it, and what the host says about itself. */
export type HostConnection = BackstayApi & {
  /** @throws {BackstayError} as {@link BackstayApi.call} does */
  callHost<N extends HostMethodName>(name: N, input: HostInput<N>): Promise<HostOutput<N>>;
  /**
   * Fetches what `restore.download` prepared, over a connection of its own.
   * @returns undefined for a ticket that is unknown, used, or too old
   * @throws {BackstayError} HOST_UNREACHABLE
   */
  openDownload(ticket: string): Promise<Download | undefined>;
  /** Resolves when the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  close(): void;
};

/** An answer is one line; the largest are previews of files. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

type Waiting = { readonly settle: (answer: Answer) => void; readonly fail: (error: unknown) => void };

/**
 * Connects to the host that uses a data folder.
 *
 * @returns undefined when none runs
 * @throws the system's error when one may run and cannot be reached, such as EACCES for that of another user
 */
export async function connectToHost(folder: string): Promise<HostConnection | undefined> {
  const socket = await openSocket(folder);
  return socket === undefined ? undefined : talkOver(socket, () => openSocket(folder));
}

async function openSocket(folder: string): Promise<Socket | undefined> {
  try {
    const address = socketAddress(folder, false);
    if (address === undefined) return undefined;
    try {
      return await connected(address.path);
    } finally {
      address.release();
    }
  } catch (error) {
    // the last two: no data folder, and something that is no socket in its place
    if (hasSystemCode(error, "ENOENT", "ECONNREFUSED", "ENOTDIR", "ENOTSOCK", "EINVAL")) return undefined;
    throw error;
  }
}

function connected(path: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}

function talkOver(socket: Socket, openAnother: () => Promise<Socket | undefined>): HostConnection {
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: NumberedEvent) => void>();
  let lastId = 0;

  socket.on(
    "data",
    createLineReader(MAX_LINE_BYTES, receive, () => socket.destroy()),
  );
  socket.on("error", () => socket.destroy()); // told by the calls that wait, and by `closed`
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      for (const { fail } of waiting.values()) fail(unreachable());
      waiting.clear();
      resolve();
    });
  });

  function receive(line: string): void {
    const message = parseMessage(line);
    if (message === undefined) {
      socket.destroy(); // what else it says would not be understood either
      return;
    }
    if (message.kind === "event") {
      for (const listener of listeners) listener(message.event);
      return;
    }
    waiting.get(message.id)?.settle(message);
    waiting.delete(message.id);
  }

  async function ask(
    name: string,
    input: unknown,
    output: z.ZodType,
    signal?: AbortSignal,
  ): Promise<unknown> {
    signal?.throwIfAborted();
    if (socket.destroyed) throw unreachable();
    lastId += 1;
    const id = lastId;
    const onAbort = () => {
      waiting.get(id)?.fail(signal?.reason);
      waiting.delete(id);
    };
    try {
      const answer = await new Promise<Answer>((settle, fail) => {
        waiting.set(id, { settle, fail });
        signal?.addEventListener("abort", onAbort);
        socket.write(`${JSON.stringify({ id, name, input } satisfies Call)}\n`);
      });
      if (answer.kind === "error") throw fromWire(answer.error);
      return z.parse(output, answer.value);
    } finally {
      signal?.removeEventListener("abort", onAbort);
    }
  }

  return {
    closed,
    close: () => socket.destroy(),
    // which type an answer has follows from the name, which the compiler cannot follow
    call: (name, input, signal) => ask(name, input, methods[name].output, signal) as never,
    callHost: (name, input) => ask(name, input, hostMethods[name].output) as never,
    async openDownload(ticket) {
      const another = await openAnother();
      if (another === undefined) throw unreachable();
      try {
        return await fetchDownload(another, ticket);
      } catch (cause) {
        another.destroy();
        throw new BackstayError("HOST_UNREACHABLE", {}, { cause });
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function parseMessage(line: string): FromHost | undefined {
  try {
    return FromHost.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

function unreachable(): BackstayError {
  return new BackstayError("HOST_UNREACHABLE", {});
}
