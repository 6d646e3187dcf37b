import { type KeyboardEvent, useRef } from "react";
import type { Bay } from "../model/array-bays.ts";
import styles from "./array.module.css";
import { BayView } from "./bay-view.tsx";

type ChassisProps = { readonly label: string; readonly bays: readonly Bay[] };

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** The members of an array beside each other, as one sees them from the front. The arrow keys walk along them. */
export function Chassis({ label, bays }: ChassisProps) {
  const list = useRef<HTMLUListElement>(null);
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || list.current === null) return;
    const links = [...list.current.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = links[at + step];
    if (at === -1 || next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <ul ref={list} className={styles.chassis} aria-label={label} onKeyDown={walk}>
      {bays.map((bay) => (
        <li key={bay.key}>
          <BayView bay={bay} />
        </li>
      ))}
    </ul>
  );
}
