import type { NumberedEvent } from "../../shared/api/events.ts";
import { CLOSE, FromHost } from "../../shared/api/wire.ts";
import { BackstayError, fromWire, type WireError } from "../../shared/errors.ts";
import { checkAnswer } from "./check-answer.ts";
import { createEventSequence } from "./event-sequence.ts";
import { createListeners } from "./listeners.ts";
import { reconnectDelayMs } from "./reconnect-delay.ts";
import type { Connection, Transport } from "./transport.ts";

type Waiting = {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Over one WebSocket to the console. It connects again by itself, later and later; calls that wait when the connection breaks
 * end with HOST_UNREACHABLE, because nobody knows whether they arrived.
 *
 * @param address with the scheme `ws:` or `wss:`
 */
export function createSocketTransport(address: string): Transport {
  const events = createListeners<NumberedEvent>();
  const changes = createListeners<void>();
  const gaps = createListeners<void>();
  const sequence = createEventSequence();
  const answers = new Map<number, Waiting>();
  /** Calls made while the first connection, or the next one, is being made. */
  let untilOpen: Waiting[] = [];
  let connection: Connection = "connecting";
  let socket: WebSocket | undefined;
  let attempts = 0;
  let wasOpen = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let nextId = 1;

  const setConnection = (next: Connection): void => {
    if (next === connection) return;
    connection = next;
    changes.tell();
  };

  const connect = (): void => {
    clearTimeout(timer);
    const opening = new WebSocket(address);
    socket = opening;
    opening.onopen = () => {
      const isFirst = !wasOpen && attempts === 0;
      attempts = 0;
      sequence.reset();
      setConnection("connected");
      for (const { resolve } of untilOpen.splice(0)) resolve(undefined);
      if (!isFirst) gaps.tell(); // nobody knows what happened meanwhile, and calls have failed
      wasOpen = true;
    };
    opening.onmessage = ({ data }) => receive(data);
    opening.onclose = ({ code }) => {
      if (socket !== opening) return;
      socket = undefined;
      void afterClose(code);
    };
  };

  const afterClose = async (code: number): Promise<void> => {
    const isSignedOut = code === CLOSE.signInNeeded || (await isSignInNeeded(address));
    if (socket !== undefined) return; // connected again meanwhile
    const error = isSignedOut
      ? new BackstayError("SIGN_IN_NEEDED", {})
      : new BackstayError("HOST_UNREACHABLE", {});
    for (const { reject } of [...answers.values(), ...untilOpen]) reject(error);
    answers.clear();
    untilOpen = [];
    setConnection(isSignedOut ? "signed-out" : "lost");
    tryLater();
  };

  const tryLater = (): void => {
    attempts += 1;
    timer = setTimeout(() => void tryAgain(), reconnectDelayMs(attempts, Math.random()));
  };

  /** The host lets anybody connect and then says that one has to sign in: whoever was told asks first, as everything else would begin anew. */
  const tryAgain = async (): Promise<void> => {
    const isStillOut = connection === "signed-out" && (await isSignInNeeded(address));
    if (socket !== undefined) return; // connected meanwhile
    if (isStillOut) tryLater();
    else connect();
  };

  const receive = (data: unknown): void => {
    const message = FromHost.safeParse(parseJson(data)).data;
    if (message === undefined) return; // of another build: the calls that wait run into the end of the connection
    if (message.kind === "event") {
      if (sequence.isGapBefore(message.event)) gaps.tell();
      events.tell(message.event);
      return;
    }
    const waiting = answers.get(message.id);
    answers.delete(message.id);
    if (message.kind === "value") waiting?.resolve(message.value);
    else waiting?.reject(fromWire(message.error as WireError));
  };

  const whenOpen = async (): Promise<WebSocket> => {
    if (connection === "signed-out") throw new BackstayError("SIGN_IN_NEEDED", {});
    if (connection === "lost") throw new BackstayError("HOST_UNREACHABLE", {});
    if (connection === "connecting") {
      await new Promise((resolve, reject) => untilOpen.push({ resolve, reject }));
    }
    if (socket === undefined) throw new BackstayError("HOST_UNREACHABLE", {});
    return socket;
  };

  connect();
  return {
    get connection() {
      return connection;
    },
    async call(name, input, signal) {
      signal?.throwIfAborted();
      const open = await whenOpen();
      const id = nextId++;
      const value = await new Promise<unknown>((resolve, reject) => {
        answers.set(id, { resolve, reject });
        signal?.addEventListener("abort", () => {
          answers.delete(id);
          reject(signal.reason);
        });
        open.send(JSON.stringify({ id, name, input }));
      });
      return checkAnswer(name, value);
    },
    onEvent: events.add,
    onConnection: changes.add,
    onGap: gaps.add,
    reconnect: () => {
      if (socket === undefined) connect();
    },
  };
}

/** Asks over plain HTTP, because a page is not told why a WebSocket was refused. */
async function isSignInNeeded(address: string): Promise<boolean> {
  const session = new URL(address.replace(/^ws/, "http").replace(/socket$/, "session"));
  try {
    const { status } = await fetch(session, { cache: "no-store" });
    return status === 401;
  } catch {
    return false; // nobody there
  }
}

function parseJson(data: unknown): unknown {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
}
