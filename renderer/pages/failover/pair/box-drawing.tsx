import type { PlaceKind } from "../../../../shared/model/remote-place.ts";
import styles from "./pair.module.css";
import type { Box } from "./pair-layout.ts";

export type BoxState = "well" | "trouble" | "unknown";

type BoxDrawingProps = { readonly kind: PlaceKind; readonly box: Box; readonly state: BoxState };

const CLOUDS: readonly PlaceKind[] = ["s3", "rclone", "webdav"];

/** A place as it looks on the shelf: a desktop box for a folder or share, a tower for a server, a cloud for what is rented. */
export function BoxDrawing({ kind, box, state }: BoxDrawingProps) {
  if (CLOUDS.includes(kind)) return <Cloud box={box} state={state} />;
  return kind === "folder" ? <Nas box={box} state={state} /> : <Tower box={box} state={state} />;
}

type DrawingProps = Omit<BoxDrawingProps, "kind">;

function Nas({ box: { x, y, width, height }, state }: DrawingProps) {
  const bays = width < 90 ? 2 : 4;
  const bay = Math.floor((width - 30) / bays) - 3;
  const base = y + height;
  return (
    <g data-state={state}>
      <rect className={styles.box} x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} rx="5" />
      <path className={styles.foot} d={`M${x + 12} ${base + 1.5}h10M${x + width - 22} ${base + 1.5}h10`} />
      {Array.from({ length: bays }, (_, n) => {
        const left = x + 9 + n * (bay + 3);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a bay is its place in the box
          <g key={n}>
            <rect
              className={styles.bay}
              x={left + 0.5}
              y={y + 9.5}
              width={bay - 1}
              height={height - 19}
              rx="2"
            />
            <rect
              className={styles.latch}
              x={left + bay * 0.25 + 0.5}
              y={y + 14.5}
              width={bay * 0.5 - 1}
              height="8"
              rx="1.5"
            />
            <path
              className={styles.vent}
              d={`M${left + 4} ${base - 18.5}h${bay - 8}M${left + 4} ${base - 22.5}h${bay - 8}`}
            />
          </g>
        );
      })}
      <circle className={styles.light} cx={x + width - 11} cy={y + 18} r="2" />
      <circle className={styles.light} cx={x + width - 11} cy={y + 27} r="2" />
    </g>
  );
}

function Tower({ box, state }: DrawingProps) {
  const { y, height } = box;
  const width = Math.min(94, box.width);
  const x = box.x;
  const base = y + height;
  return (
    <g data-state={state}>
      <rect className={styles.box} x={x + 0.5} y={y + 0.5} width={width - 1} height={height - 1} rx="3" />
      <path className={styles.foot} d={`M${x + 9} ${base + 1.5}h10M${x + width - 19} ${base + 1.5}h10`} />
      {[0, 1].map((n) => (
        <g key={n}>
          <rect
            className={styles.bay}
            x={x + 8.5}
            y={y + 9.5 + n * 24}
            width={width - 17}
            height="20"
            rx="2"
          />
          <rect className={styles.latch} x={x + 13.5} y={y + 16.5 + n * 24} width="22" height="6" rx="1.5" />
        </g>
      ))}
      <path
        className={styles.vent}
        d={[0, 1, 2, 3].map((n) => `M${x + 12} ${base - 46.5 + n * 6}h${width - 24}`).join("")}
      />
      <circle className={styles.knob} cx={x + width / 2} cy={base - 14} r="3.5" />
    </g>
  );
}

function Cloud({ box: { x, y, height, width }, state }: DrawingProps) {
  const size = Math.min(width, 104);
  const scale = size / 104;
  const top = y + height - 74 * scale;
  return (
    <g data-state={state} transform={`translate(${x} ${top}) scale(${scale})`}>
      <path
        className={styles.box}
        d="M24 70a20 20 0 0 1-2-39.9 28 28 0 0 1 54-6.1 23 23 0 0 1 8 46z"
        vectorEffect="non-scaling-stroke"
      />
      <path className={styles.vent} d="M34 44h36M34 50h36M34 56h24" vectorEffect="non-scaling-stroke" />
    </g>
  );
}

/** Where lines from above end. */
export function drawnTop(kind: PlaceKind, box: Box): number {
  if (!CLOUDS.includes(kind)) return box.y;
  return box.y + box.height - (74 * drawnWidth(kind, box)) / 104;
}

/** How much of its place on the shelf a box takes up: lines end there. */
export function drawnWidth(kind: PlaceKind, { width }: Box): number {
  if (CLOUDS.includes(kind)) return Math.min(width, 104);
  return kind === "folder" ? width : Math.min(94, width);
}
