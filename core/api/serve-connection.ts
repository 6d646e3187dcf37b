import { Call, CLOSE, type FromHost } from "../../shared/api/wire.ts";
import type { Dispatch } from "./dispatch.ts";
import type { EventHub } from "./event-hub.ts";
import type { Caller } from "./handlers.ts";

/** A connection that carries texts both ways: a WebSocket, a line-wise socket. */
export type Wire = {
  send(text: string): void;
  /** How much of what was sent still waits for the other side to read it. */
  waitingBytes(): number;
  /** @param code one of {@link CLOSE} */
  close(code: number, reason: string): void;
};

export type ConnectionParts = {
  readonly dispatch: Dispatch;
  readonly events: EventHub;
  readonly caller: Caller;
};

/** What a host does with one caller. */
export type Connection = {
  receive(text: string): void;
  /** The wire is gone: nothing more is sent. Work that was started goes on. May be called twice. */
  end(): void;
};

/** More than any answer of ours needs; beyond, the other side does not read. */
export const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** More than a page that works has under way; beyond, somebody tries how much we can hold. */
const MAX_CALLS_AT_ONCE = 256;

/** Answers the calls that come over a wire and sends it every event. A message that is no call ends the connection. */
export function serveConnection(wire: Wire, { dispatch, events, caller }: ConnectionParts): Connection {
  let isOpen = true;
  let underWay = 0;

  const stopListening = events.subscribe((event) => send({ kind: "event", event }));

  function end(): void {
    isOpen = false;
    stopListening();
  }

  function closeFor(reason: keyof typeof CLOSE, text: string): void {
    end();
    wire.close(CLOSE[reason], text);
  }

  function send(message: FromHost): void {
    if (!isOpen) return;
    wire.send(JSON.stringify(message));
    if (wire.waitingBytes() > MAX_WAITING_BYTES) closeFor("tooSlow", "what was sent is not read");
  }

  async function answer({ id, name, input }: Call): Promise<void> {
    underWay += 1;
    const result = await dispatch(name, input, caller);
    underWay -= 1;
    send({ ...result, id });
  }

  return {
    end,
    receive(text) {
      if (!isOpen) return;
      const call = parseCall(text);
      if (call === undefined) return closeFor("messageInvalid", "a message is not a call");
      if (underWay >= MAX_CALLS_AT_ONCE) return closeFor("messageInvalid", "too many calls at once");
      void answer(call);
    },
  };
}

function parseCall(text: string): Call | undefined {
  try {
    return Call.parse(JSON.parse(text));
  } catch {
    return undefined; // whatever is wrong with it, it comes from no page of ours
  }
}
