/**
 * What makes a Linux desktop start a program at login.
 * @source Desktop Entry Specification, "The Exec key"; Desktop Application Autostart Specification
 */
export function autostartEntry(program: string, args: readonly string[], comment: string): string {
  const command = [program, ...args].map(quoteArgument).join(" ");
  return [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Backstay",
    `Comment=${escapeString(comment)}`,
    `Exec=${escapeString(command)}`,
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ].join("\n");
}

/** Quoted in any case; inside of quotes these four mean something, and a percent sign does everywhere. */
function quoteArgument(argument: string): string {
  return `"${argument.replace(/["`$\\]/g, "\\$&").replaceAll("%", "%%")}"`;
}

/** Applied to every value, on top of the quoting. */
function escapeString(text: string): string {
  return text
    .replaceAll("\\", "\\\\")
    .replaceAll("\n", "\\n")
    .replaceAll("\t", "\\t")
    .replaceAll("\r", "\\r");
}
