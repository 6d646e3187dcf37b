import { expect, test } from "vitest";
import { createKeyCatcher } from "./catch-keys.ts";

/** A key as a browser tells of it. @returns whether the page gets to see it */
function press(target: EventTarget, key: string, modifiers: Partial<KeyboardEvent> = {}): boolean {
  let isSeen = false;
  const page = () => {
    isSeen = true;
  };
  target.addEventListener("keydown", page);
  const plain = { ctrlKey: false, metaKey: false, altKey: false, isComposing: false };
  target.dispatchEvent(
    Object.assign(new Event("keydown", { cancelable: true }), { key, ...plain, ...modifiers }),
  );
  target.removeEventListener("keydown", page);
  return isSeen;
}

test("text does not reach the page, and is not lost", () => {
  const target = new EventTarget();
  const keys = createKeyCatcher(target as unknown as Window);
  expect(press(target, "g")).toBe(true);
  keys.begin();
  for (const key of ["g", "l", "x", "Backspace", "档", "Enter"]) expect(press(target, key)).toBe(false);
  expect(keys.take()).toBe("gl档");
  expect(press(target, "g")).toBe(true);
  expect(keys.take()).toBe("");
});

test("other keys, and those with Ctrl, do what they do", () => {
  const target = new EventTarget();
  const keys = createKeyCatcher(target as unknown as Window);
  keys.begin();
  expect(press(target, "Escape")).toBe(true);
  expect(press(target, "k", { ctrlKey: true })).toBe(true);
  expect(keys.take()).toBe("");
});
