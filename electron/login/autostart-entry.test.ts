import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { autostartEntry } from "./autostart-entry.ts";

test("starts the program with its arguments", () => {
  expect(autostartEntry("/opt/Backstay/backstay", ["--hidden"], "Backs up")).toBe(
    [
      "[Desktop Entry]",
      "Type=Application",
      "Name=Backstay",
      "Comment=Backs up",
      'Exec="/opt/Backstay/backstay" "--hidden"',
      "Terminal=false",
      "X-GNOME-Autostart-enabled=true",
      "",
    ].join("\n"),
  );
});

test("an odd path stays one argument and means nothing else", () => {
  const entry = autostartEntry('/home/a b/"$HOME`x`\\100%.AppImage', [], "one\nExec=evil");
  const exec = entry.split("\n").filter((line) => line.startsWith("Exec="));
  expect(exec).toHaveLength(1);
  // undone in the order of the specification: first the string's escapes, then the quoting; the shell reads that quoting alike
  const value = (exec[0] ?? "").slice("Exec=".length).replaceAll("\\\\", "\\").replaceAll("%%", "%");
  const words = execFileSync("sh", ["-c", `printf '%s\\n' ${value}`], { encoding: "utf8" });
  expect(words).toBe('/home/a b/"$HOME`x`\\100%.AppImage\n');
});
