import type { BackstayBridge } from "../../shared/api/bridge.ts";
import type { NumberedEvent } from "../../shared/api/events.ts";
import { BackstayError, fromWire } from "../../shared/errors.ts";
import { checkAnswer } from "./check-answer.ts";
import { createEventSequence } from "./event-sequence.ts";
import { createListeners } from "./listeners.ts";
import type { Transport } from "./transport.ts";

/** Over the desktop's preload script. The connection stands as long as the window does. */
export function createBridgeTransport(bridge: BackstayBridge): Transport {
  const events = createListeners<NumberedEvent>();
  const gaps = createListeners<void>();
  const sequence = createEventSequence();
  bridge.on((event) => {
    if (sequence.isGapBefore(event)) gaps.tell();
    events.tell(event);
  });
  return {
    connection: "connected",
    async call(name, input, signal) {
      signal?.throwIfAborted();
      const answer = await bridge.call(name, input).catch(() => {
        throw new BackstayError("HOST_UNREACHABLE", {});
      });
      signal?.throwIfAborted();
      if (answer.kind === "error") throw fromWire(answer.error);
      return checkAnswer(name, answer.value);
    },
    onEvent: events.add,
    onConnection: () => () => undefined,
    onGap: gaps.add,
    reconnect: () => undefined,
  };
}
