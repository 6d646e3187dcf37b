import { existsSync } from "node:fs";
import { missingTools, TEST_TOOLS, type TestTool } from "../../test/support/tools.ts";
import { runCommand } from "../run-command.ts";

const APT_GET = "/usr/bin/apt-get";

/**
 * Installs the programs the tests need where it may: on Debian, as root. Elsewhere it names the command.
 *
 * @returns true when all are there, or when their tests may be skipped (CI is not "true")
 */
export async function setUpTestTools(): Promise<boolean> {
  const all = Object.keys(TEST_TOOLS) as TestTool[];
  const mayInstall = process.getuid?.() === 0 && existsSync(APT_GET);
  if (mayInstall && missingTools(all).length > 0) await install(packagesOf(missingTools(all)));

  const missing = missingTools(all);
  if (missing.length === 0) {
    console.log(`found: ${all.join(", ")}`);
    return true;
  }
  const command = `sudo apt-get install ${packagesOf(missing).join(" ")}`;
  console.warn(`Not installed: ${missing.join(", ")}. Tests that need them are skipped. Run: ${command}`);
  return process.env.CI !== "true";
}

function packagesOf(tools: readonly TestTool[]): readonly string[] {
  return tools.map((tool) => TEST_TOOLS[tool]);
}

async function install(packages: readonly string[]): Promise<void> {
  const quietly = ["-o", "DPkg::Lock::Timeout=120", "-qq"];
  process.env.DEBIAN_FRONTEND = "noninteractive"; // or a package's question would wait for an answer for ever
  console.log(`installing: ${packages.join(" ")}`);
  await runCommand(APT_GET, [...quietly, "update"]);
  await runCommand(APT_GET, [...quietly, "install", "--yes", "--no-install-recommends", ...packages]);
}
