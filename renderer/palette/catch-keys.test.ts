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

function open() {
  const target = new EventTarget();
  let isHome = false;
  let told = 0;
  const keys = createKeyCatcher(target as unknown as Window, () => isHome);
  return {
    target,
    keys,
    begin: () => keys.begin(() => (told += 1)),
    told: () => told,
    focus: (next: boolean) => {
      isHome = next;
    },
  };
}

test("text does not reach the page, and is not lost", () => {
  const { target, keys, begin, told } = open();
  expect(press(target, "g")).toBe(true);
  begin();
  for (const key of ["g", "l", "x", "Backspace", "档", "Enter"]) expect(press(target, key)).toBe(false);
  expect(told()).toBe(6);
  expect(keys.take()).toBe("gl档");
  expect(keys.take()).toBe("");
  keys.end();
  expect(press(target, "g")).toBe(true);
  expect(keys.take()).toBe("");
});

test("the field gets its own keys, and what is typed after it lost the focus is caught again", () => {
  const { target, keys, begin, focus } = open();
  begin();
  focus(true);
  expect(press(target, "a")).toBe(true);
  focus(false);
  expect(press(target, "b")).toBe(false);
  expect(keys.take()).toBe("b");
});

test("other keys, and those with Ctrl, do what they do", () => {
  const { target, keys, begin } = open();
  begin();
  expect(press(target, "Escape")).toBe(true);
  expect(press(target, "k", { ctrlKey: true })).toBe(true);
  expect(keys.take()).toBe("");
});
