import { ANSWER, BadAnswer } from "./packets.ts";

export type AnswerReceiver = {
  /** Where the bytes of a file go that were asked for with this number; undefined when nobody asked. */
  roomFor(id: number): Uint8Array | undefined;
  /** They are there. @param count how many */
  onData(id: number, count: number): void;
  /** Any other answer. @param body what follows its number */
  onAnswer(type: number, id: number, body: Buffer): void;
};

/** Length, type and number; the answer to the first request has the version where others have the number. */
const HEAD_BYTES = 9;
const DATA_HEAD_BYTES = HEAD_BYTES + 4;
/** What no server sends in one piece that is no part of a file: a listing comes in parts. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Takes what comes from a server, however it is cut. What is read of files goes straight to where it was wanted.
 * @returns to be called with each piece; throws {@link BadAnswer} for what is no SFTP
 */
export function createAnswerStream(receiver: AnswerReceiver): (piece: Buffer) => void {
  const head = Buffer.alloc(DATA_HEAD_BYTES);
  let headFilled = 0;
  let target: Uint8Array | undefined;
  let filled = 0;
  let wanted = 0;

  const type = () => head.readUInt8(4);
  const id = () => head.readUInt32BE(5);

  function begin(): void {
    const length = head.readUInt32BE(0);
    filled = 0;
    if (type() === ANSWER.data) {
      wanted = head.readUInt32BE(HEAD_BYTES);
      target = receiver.roomFor(id());
      if (target === undefined || wanted > target.length || length !== wanted + 9)
        throw new BadAnswer("bytes of a file came that nobody asked for");
    } else {
      wanted = length - 5;
      if (wanted > MAX_BODY_BYTES) throw new BadAnswer(`an answer of ${length} bytes`);
      target = Buffer.allocUnsafe(wanted);
    }
    if (wanted === 0) finish();
  }

  function finish(): void {
    const done = target;
    target = undefined;
    headFilled = 0;
    if (type() === ANSWER.data) receiver.onData(id(), wanted);
    else if (done !== undefined) receiver.onAnswer(type(), id(), done as Buffer);
  }

  return (piece) => {
    for (let at = 0; at < piece.length; ) {
      if (target !== undefined) {
        const count = Math.min(piece.length - at, wanted - filled);
        target.set(piece.subarray(at, at + count), filled);
        filled += count;
        at += count;
        if (filled === wanted) finish();
        continue;
      }
      const headBytes = headFilled >= HEAD_BYTES && type() === ANSWER.data ? DATA_HEAD_BYTES : HEAD_BYTES;
      const count = Math.min(piece.length - at, headBytes - headFilled);
      piece.copy(head, headFilled, at, at + count);
      headFilled += count;
      at += count;
      if (headFilled < HEAD_BYTES) continue;
      if (headFilled === HEAD_BYTES && head.readUInt32BE(0) < 5)
        throw new BadAnswer("an answer of no length");
      if (type() !== ANSWER.data || headFilled === DATA_HEAD_BYTES) begin();
    }
  };
}
