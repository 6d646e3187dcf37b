/**
 * Signs in: with the token of a one-time link, which stands behind the `#` and so was never sent by itself, or with the password.
 * Plain JavaScript that a browser runs as it is.
 */

/** @param {string} id */
const element = (id) => document.getElementById(id);
const PROBLEMS = ["link-refused", "password-refused", "too-often", "failed", "unreachable"];
const hasPassword = document.querySelector("main").dataset.hasPassword === "true";
/** Where the person wanted to go: an address of the pages, like `/restore`, stands behind the `#` as well, and is no token. */
let wanted = "";

element("password-form").addEventListener("submit", onSubmit);
// a link that is pasted while this page is open differs behind the `#` alone, for which a browser loads nothing
addEventListener("hashchange", start);
start();

async function start() {
  const isAddress = location.hash.startsWith("#/");
  if (isAddress) wanted = location.hash;
  const token = isAddress ? "" : location.hash.slice(1);
  // the token must not stay in the history or in the address that somebody photographs
  history.replaceState(null, "", location.pathname + location.search);
  if (token !== "") await signIn({ link: token });
  // a link on another page leads here even when there is a session: its cookie is not sent along then
  else if (await isSignedIn()) goIn();
  else showWays();
}

/** @param {SubmitEvent} event */
async function onSubmit(event) {
  event.preventDefault();
  await signIn({ password: element("password").value });
}

/** @param {{ link: string } | { password: string }} proof */
async function signIn(proof) {
  show({ busy: true, problem: undefined });
  try {
    const answer = await fetch("/api/sign-in", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(proof),
    });
    if (answer.ok) goIn();
    else await refuse(answer, "link" in proof);
  } catch {
    show({ busy: false, problem: "unreachable" });
    showWays();
  }
}

/**
 * @param {Response} answer
 * @param {boolean} isLink
 */
async function refuse(answer, isLink) {
  const { details } = await answer.json();
  if (answer.status === 429) {
    element("retry-seconds").textContent = String(details.retrySeconds);
    show({ busy: false, problem: "too-often" });
  } else if (answer.status !== 401) {
    show({ busy: false, problem: "failed" });
  } else {
    show({ busy: false, problem: isLink ? "link-refused" : "password-refused" });
  }
  showWays();
}

async function isSignedIn() {
  try {
    return (await fetch("/api/session")).ok;
  } catch {
    return false;
  }
}

function goIn() {
  location.replace(`/${wanted}`);
}

function showWays() {
  element("how").hidden = false;
  if (!hasPassword) return;
  element("password-form").hidden = false;
  element("password").focus();
  element("password").select();
}

/** @param {{ busy: boolean, problem: string | undefined }} state */
function show({ busy, problem }) {
  element("busy").hidden = !busy;
  for (const id of PROBLEMS) element(id).hidden = id !== problem;
}
