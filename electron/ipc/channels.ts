/** The two channels between a page's preload script and the main process; there is no third. */
export const CALL_CHANNEL = "backstay:call";
export const EVENT_CHANNEL = "backstay:event";
