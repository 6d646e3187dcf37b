import type { HostLine } from "./run-job-process.ts";

/** What a process can be, by the type of the first message it gets. */
export type ProcessRoles = Readonly<Record<"start" | "open", (line: HostLine) => void>>;

/**
 * Waits for the first message and starts what it asks for, which then is told of everything from that message on, whenever it
 * begins to listen.
 */
export function runByFirstMessage(line: HostLine, roles: ProcessRoles): void {
  const held: unknown[] = [];
  let isClosed = false;
  let isChosen = false;
  let onMessage: ((message: unknown) => void) | undefined;
  let onClosed: (() => void) | undefined;

  const heldLine: HostLine = {
    onMessage(listener) {
      onMessage = listener;
      for (const message of held.splice(0)) listener(message);
    },
    onClosed(listener) {
      onClosed = listener;
      if (isClosed) listener();
    },
    send: (message) => line.send(message),
  };

  line.onMessage((message) => {
    if (onMessage === undefined) held.push(message);
    else onMessage(message);
    if (isChosen) return;
    isChosen = true;
    roles[isOpen(message) ? "open" : "start"](heldLine);
  });
  line.onClosed(() => {
    isClosed = true;
    if (!isChosen) process.exit(1); // nobody will ever say what to do
    onClosed?.();
  });
}

function isOpen(message: unknown): boolean {
  return typeof message === "object" && message !== null && "type" in message && message.type === "open";
}
