#!/usr/bin/env node
/**
 * Starts the command line on Node.js 24, whichever Node.js runs this file. A newer one goes straight on, or starts itself
 * anew with a flag that must be said at the start; an older one hands over to the Node.js 24 that `npm ci` put beside
 * Backstay. Plain JavaScript that Node.js 20 understands.
 */
import { createRequire } from "node:module";

const OLDEST_NODE = 24;
/**
 * On a computer with much memory V8 lets the space for young objects grow to some hundred megabytes in a long run, which gains
 * nothing here: what is large lives outside of it.
 */
const SMALL_HEAP = "--max-semi-space-size=8";
/** Commands that may take long enough for that. The others start 30 ms faster without. */
const LONG_COMMANDS = new Set(
  "backup check console diff dump find forget ls prune rebuild-index restore stats".split(" "),
);
/** Node's own modules are loaded by this too, at their use: an `import` of them takes some milliseconds. */
const require = createRequire(import.meta.url);
const main = new URL("../dist/main.cjs", import.meta.url);
const args = process.argv.slice(2);

if (!require("node:fs").existsSync(main)) {
  stop("Backstay is not built yet. Run `npm run build` in its folder.");
} else if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) {
  if (mayTakeLong() && !process.execArgv.includes(SMALL_HEAP)) replaceBy(process.execPath, process.execArgv);
  require("../dist/main.cjs"); // also where a program cannot be replaced
} else {
  handOver(bundledNode());
}

function mayTakeLong() {
  return args.some((arg) => LONG_COMMANDS.has(arg));
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
  replaceBy(node, []);
  noteLostText();
  runAsChild(node, [SMALL_HEAP, require("node:url").fileURLToPath(import.meta.url), ...args]);
}

/**
 * Goes on as another program, if this system and this Node.js can do that.
 * @param {string} node program to go on with
 * @param {readonly string[]} flags for it
 */
function replaceBy(node, flags) {
  if (typeof process.execve !== "function" || process.platform === "win32") return;
  noteLostText();
  const file = require("node:url").fileURLToPath(import.meta.url);
  process.execve(node, [node, ...flags, SMALL_HEAP, file, ...args], process.env);
}

/**
 * Arguments are bytes on Linux, and Node.js turns those that are no text into other ones. Whoever is handed them could no
 * longer tell, so it is told.
 */
function noteLostText() {
  if (process.platform !== "linux" || !args.some((arg) => arg.includes("\ufffd"))) return;
  const { isUtf8 } = require("node:buffer");
  if (!isUtf8(require("node:fs").readFileSync("/proc/self/cmdline"))) process.env.BACKSTAY_LOST_TEXT = "1";
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
