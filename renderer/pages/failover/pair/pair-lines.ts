/** The lines of the picture as paths: backups from the sources to the active box, copies from it to each standby. */
import type { Box, PairLayout } from "./pair-layout.ts";

export type Line = {
  readonly path: string;
  /** Where it ends, and which way it points there. */
  readonly end: { readonly x: number; readonly y: number; readonly dir: "left" | "right" | "down" };
  /** In the middle of its longest stretch. */
  readonly label: { readonly x: number; readonly y: number };
  /** How wide words there may be. */
  readonly room: number;
};

/** What a line ends before, so that its arrow does not touch the box. */
const GAP = 10;
const BEND = 12;
/** Copies between neighbours run this far above the shelf, below the backups. */
const LOW = 40;

/** From where the sources run together into a box; over the boxes before it. @param at the box's place in the row */
export function backupsLine(layout: PairLayout, at: number): Line {
  const { joinX, joinY, boxes, lane } = layout;
  const box = boxes[at];
  if (box === undefined) throw new Error("there is no such box");
  const endX = box.x - GAP;
  if (at === 0) {
    return {
      path: `M${joinX} ${joinY}H${endX}`,
      end: { x: endX, y: joinY, dir: "right" },
      label: { x: (joinX + endX) / 2, y: joinY },
      room: endX - joinX,
    };
  }
  const up = joinX + 22;
  const down = box.x - 34;
  const endY = box.y + 26;
  const path = [
    `M${joinX} ${joinY}H${up - BEND}Q${up} ${joinY} ${up} ${joinY - BEND}`,
    `V${lane + BEND}Q${up} ${lane} ${up + BEND} ${lane}`,
    `H${down - BEND}Q${down} ${lane} ${down} ${lane + BEND}`,
    `V${endY - BEND}Q${down} ${endY} ${down + BEND} ${endY}H${endX}`,
  ].join("");
  return {
    path,
    end: { x: endX, y: endY, dir: "right" },
    label: { x: (up + down) / 2, y: lane },
    room: down - up - 2 * BEND,
  };
}

export type Drawn = { readonly width: number; readonly top: number };

/**
 * From one box to another. Neighbours are joined directly; past others the line goes over them.
 *
 * @param drawn how wide each box is drawn, and how high it comes
 * @param turn how many lines go over boxes already
 */
export function copiesLine(
  layout: PairLayout,
  from: number,
  to: number,
  drawn: readonly Drawn[],
  turn: number,
): Line {
  const { boxes, base, lane } = layout;
  const [start, target] = [boxes[from], boxes[to]];
  if (start === undefined || target === undefined) throw new Error("there is no such box");
  const y = base - LOW;
  if (Math.abs(from - to) === 1) {
    const isRight = to > from;
    const x1 = isRight ? start.x + (drawn[from]?.width ?? 0) + GAP : start.x - GAP;
    const x2 = isRight ? target.x - GAP : target.x + (drawn[to]?.width ?? 0) + GAP;
    return {
      path: `M${x1} ${y}H${x2}`,
      end: { x: x2, y, dir: isRight ? "right" : "left" },
      label: { x: (x1 + x2) / 2, y },
      room: Math.abs(x2 - x1),
    };
  }
  const endY = (drawn[to]?.top ?? target.y) - 6;
  const over = lane + 18 * (turn + 1);
  const x1 = middleOf(start, drawn[from]?.width);
  const x2 = middleOf(target, drawn[to]?.width);
  const bend = x2 > x1 ? BEND : -BEND;
  return {
    path: [
      `M${x1} ${(drawn[from]?.top ?? start.y) - 6}V${over + BEND}Q${x1} ${over} ${x1 + bend} ${over}`,
      `H${x2 - bend}Q${x2} ${over} ${x2} ${over + BEND}V${endY - 2}`,
    ].join(""),
    end: { x: x2, y: endY, dir: "down" },
    label: { x: (x1 + x2) / 2, y: over },
    room: Math.abs(x2 - x1) - 2 * BEND,
  };
}

export function arrowHead({ x, y, dir }: Line["end"]): string {
  if (dir === "right") return `M${x - 6} ${y - 4}l6 4-6 4`;
  if (dir === "left") return `M${x + 6} ${y - 4}l-6 4 6 4`;
  return `M${x - 4} ${y - 6}l4 6 4-6`;
}

function middleOf({ x, width }: Box, drawn = width): number {
  return Math.round(x + drawn / 2);
}
