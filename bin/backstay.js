#!/usr/bin/env node
/**
 * Starts the command line on Node.js 24, whichever Node.js runs this file. A newer one goes straight on; an older one
 * hands over to the Node.js 24 that `npm ci` put beside Backstay. Plain JavaScript that Node.js 20 understands.
 */
import { createRequire } from "node:module";

const OLDEST_NODE = 24;
/** Node's own modules are loaded by this too, at their use: an `import` of them takes some milliseconds. */
const require = createRequire(import.meta.url);
const main = new URL("../dist/main.cjs", import.meta.url);

if (!require("node:fs").existsSync(main)) {
  stop("Backstay is not built yet. Run `npm run build` in its folder.");
} else if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  require("../dist/main.cjs");
} else {
  handOver(bundledNode());
}

/** @returns {string | undefined} path of the program in the package `node` */
function bundledNode() {
  const path = require("node:path");
  try {
    const folder = path.dirname(require.resolve("node/package.json"));
    const program = path.join(folder, "bin", process.platform === "win32" ? "node.exe" : "node");
    return require("node:fs").existsSync(program) ? program : undefined;
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
  const args = [require("node:url").fileURLToPath(import.meta.url), ...process.argv.slice(2)];
  if (typeof process.execve === "function") process.execve(node, [node, ...args], process.env);
  runAsChild(node, args);
}

/**
 * @param {string} node
 * @param {readonly string[]} args
 */
function runAsChild(node, args) {
  const child = require("node:child_process").spawn(node, args, { stdio: "inherit" });
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
