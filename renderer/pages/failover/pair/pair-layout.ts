/** Where things stand in the picture of the replicas. All numbers are pixels. */
export type PairLayout = {
  readonly height: number;
  /** The shelf. */
  readonly base: number;
  /** Where the lines from the sources run together, and how high. */
  readonly joinX: number;
  readonly joinY: number;
  /** Backups that pass a box go over it this high. */
  readonly lane: number;
  /** One for each replica, in their order. */
  readonly boxes: readonly Box[];
  /** How wide what stands below the sources is; then one for each replica. */
  readonly columns: readonly number[];
};

export type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

const SOURCES = 172;
const SOURCES_NARROW = 138;
const WIDE = 600;
const BOX_HEIGHT = 112;
/** Above the boxes: the lane of backups that pass one, and one for each replica that copies have to pass another for. */
const HEAD = 40;
const HEAD_WITHOUT = 6;
const LANE = 18;

/**
 * @param hasLane backups go over a box
 * @param passing how many copies have to go over other boxes
 */
export function layOutPair(width: number, count: number, hasLane: boolean, passing: number): PairLayout {
  const sources = width < WIDE ? SOURCES_NARROW : SOURCES;
  const column = Math.max(90, Math.floor((width - sources) / count));
  const head = (hasLane || passing > 0 ? HEAD : HEAD_WITHOUT) + LANE * passing;
  const base = head + BOX_HEIGHT + 4;
  const boxes = Array.from({ length: count }, (_, n): Box => {
    const boxWidth = Math.round(Math.min(150, Math.max(56, column * (count > 2 ? 0.5 : 0.56))));
    return { x: sources + n * column, y: head, width: boxWidth, height: BOX_HEIGHT };
  });
  return {
    ...{ height: base + 4, base, lane: 14, boxes },
    ...{ joinX: sources - 76, joinY: head + 50 },
    columns: [sources, ...Array.from({ length: count }, () => column)],
  };
}
