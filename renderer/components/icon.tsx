import { type IconName, iconDrawings } from "./icon-drawings.tsx";

export type { IconName } from "./icon-drawings.tsx";

type IconProps = {
  readonly name: IconName;
  readonly size?: number;
};

/** A sign beside a word. It says nothing to a screen reader: the word does. */
export function Icon({ name, size = 16 }: IconProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={size >= 22 ? 1.2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {iconDrawings[name]}
    </svg>
  );
}
