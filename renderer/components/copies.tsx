import styles from "./copies.module.css";

export type CopyState = "newest" | "older" | "lost" | "unknown";

const SIZE = 8;
const STEP = 11;

type CopiesProps = {
  readonly states: readonly CopyState[];
  /** Always shown with the squares. */
  readonly words: string;
  /** What the squares say, for those who do not see them; not given where what is around them says it. */
  readonly label?: string;
  /** `none`: bold and failing. Left out, it follows from the squares. */
  readonly tone?: "some" | "none" | "unknown";
};

/** How many copies there are: full is the newest state, half an older one, hollow is lost, dashed not known. A zero is bold and failing. */
export function Copies({ states, words, label, tone }: CopiesProps) {
  const own = states.every((state) => state === "lost") ? "none" : "some";
  return (
    <span className={styles.copies}>
      <CopySquares states={states} {...(label === undefined ? {} : { label })} />
      <span className={styles.words} data-tone={tone ?? own}>
        {words}
      </span>
    </span>
  );
}

type CopySquaresProps = { readonly states: readonly CopyState[]; readonly label?: string };

/** The squares alone, for a legend. */
export function CopySquares({ states, label }: CopySquaresProps) {
  const squares = states.map((state, n) => {
    const x = n * STEP;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the place in the row is what tells them apart
      <g key={n}>
        {state === "newest" && <rect className={styles.full} x={x} width={SIZE} height={SIZE} rx="1.5" />}
        {state !== "newest" && (
          <rect
            className={styles.outline}
            data-state={state}
            x={x + 0.5}
            y="0.5"
            width={SIZE - 1}
            height={SIZE - 1}
            rx="1.2"
          />
        )}
        {state === "older" && (
          <path className={styles.full} d={`M${x + 1} ${SIZE - 1}L${x + SIZE - 1} 1v6z`} />
        )}
      </g>
    );
  });
  const drawn = { width: Math.max(1, states.length) * STEP, height: SIZE };
  if (label === undefined) {
    return (
      <svg {...drawn} aria-hidden="true">
        {squares}
      </svg>
    );
  }
  return (
    <svg {...drawn} role="img" aria-label={label}>
      {squares}
    </svg>
  );
}
