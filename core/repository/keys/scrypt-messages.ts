/** What a scrypt thread is started with. */
export type ScryptThreadData = { readonly n: number; readonly r: number; readonly lanesAtOnce: 1 | 2 };

/** Lanes back to back: to a thread as PBKDF2 made them, from a thread mixed. `offset` says where they belong. */
export type ScryptLanes = { readonly offset: number; readonly lanes: Uint8Array };
