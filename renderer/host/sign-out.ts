/** Whether the pages are shown by a browser that is signed in, and not by the desktop application, which nobody signs in to. */
export function canSignOut(): boolean {
  return window.backstay === undefined;
}

/**
 * Ends the session of this browser, in all its windows, and goes to where somebody signs in.
 * @returns false when the host did not answer, so that the session may still be open
 */
export async function signOut(): Promise<boolean> {
  try {
    const { status } = await fetch(new URL("api/sign-out", document.baseURI), { method: "POST" });
    if (status !== 204 && status !== 401) return false;
  } catch {
    return false;
  }
  sessionStorage.clear(); // what was begun is no business of whoever comes next
  window.location.assign(new URL("sign-in", document.baseURI));
  return true;
}
