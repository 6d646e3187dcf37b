/** Bytes of arena a batch of files is read into: room for the longest chunk and a few more. */
export const READ_AREA_BYTES = 12 * 1024 * 1024;
