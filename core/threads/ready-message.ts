/** What a thread says when it may be ended from now on. */
export const READY = "ready";
