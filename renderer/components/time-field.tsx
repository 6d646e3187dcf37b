import { TextInput } from "@mantine/core";
import { type KeyboardEvent, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { FieldProblem } from "./text-field.tsx";
import styles from "./time-field.module.css";
import { isWholeTime, parseTimeOfDay, shiftTimeOfDay } from "./time-of-day.ts";

type TimeFieldProps = {
  readonly label: string;
  /** Like `06:30`. */
  readonly value: string;
  readonly onChange: (time: string) => void;
};

/**
 * A time of day, in 24 hours whatever the browser's own language is: its own field would say 6:30 PM between Chinese words. Arrows
 * change the hours or the minutes, by where the caret is. What is no time is said, and does not count.
 */
export function TimeField({ label, value, onChange }: TimeFieldProps) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  const isWrong = text !== value && parseTimeOfDay(text) === undefined && text.length >= 5;
  const settle = (typed: string): void => {
    const time = parseTimeOfDay(typed);
    setText(time ?? value);
    if (time !== undefined && time !== value) onChange(time);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === "Enter") settle(text);
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    const field = event.currentTarget;
    const caret = field.selectionStart ?? 0;
    const step = (caret < 3 ? 60 : 1) * (event.key === "ArrowUp" ? 1 : -1);
    settle(shiftTimeOfDay(parseTimeOfDay(text) ?? value, step));
    requestAnimationFrame(() => field.setSelectionRange(caret, caret));
  };
  return (
    <TextInput
      className={styles.field ?? ""}
      label={label}
      value={text}
      inputMode="numeric"
      autoComplete="off"
      maxLength={8}
      placeholder="00:00"
      {...(isWrong ? { error: <FieldProblem>{t("noTime")}</FieldProblem> } : {})}
      onChange={({ currentTarget }) => {
        setText(currentTarget.value);
        if (isWholeTime(currentTarget.value)) onChange(currentTarget.value);
      }}
      onKeyDown={onKeyDown}
      onBlur={() => settle(text)}
    />
  );
}
