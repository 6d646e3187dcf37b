#!/usr/bin/env node
/**
 * Starts the command line on Node.js 24, whichever Node.js runs this file. A newer one goes straight on; an older one
 * hands over to the Node.js 24 that `npm ci` put beside Backstay. Plain JavaScript that Node.js 20 understands.
 */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 24;
const main = new URL("../dist/console/main.js", import.meta.url);

if (!existsSync(main)) {
  stop("Backstay is not built yet. Run `npm run build` in its folder.");
} else if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  await import(main.href);
} else {
  handOver(bundledNode());
}

/** @returns {string | undefined} path of the program in the package `node` */
function bundledNode() {
  try {
    const folder = path.dirname(createRequire(import.meta.url).resolve("node/package.json"));
    const program = path.join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return existsSync(program) ? program : undefined;
  } catch {
    return undefined; // the package is not installed, which the caller says in words
  }
}

/** @param {string | undefined} node program to go on with */
function handOver(node) {
  if (node === undefined) {
    stop(`Backstay needs Node.js ${OLDEST_NODE}, this is ${process.version}. Run \`npm ci\` in its folder.`);
    return;
  }
  const args = [fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  if (typeof process.execve === "function") process.execve(node, [node, ...args], process.env);
  runAsChild(node, args);
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 */
function runAsChild(node, args) {
  const child = spawn(node, args, { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      // A terminal sends Ctrl-C to both of us; sending it on would count as the second, impatient one.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.once("error", (error) => stop(`Could not start ${node}: ${error.message}`));
  child.once("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal); // ends the way the child ended, for whoever watches us
  });
}

/** @param {string} problem */
function stop(problem) {
  process.stderr.write(`backstay: ${problem}\n`);
  process.exitCode = 1;
}
