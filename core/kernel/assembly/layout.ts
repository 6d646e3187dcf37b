/**
 * Where the kernel keeps its own things: byte offsets below `ARENA_START`, which create-kernel.ts repeats. Nothing is
 * allocated at run time, so that the memory's size is exactly what the caller asked for.
 */

/** 256 `u64`: what the eight bits that overflow degree 53 are worth, including the bits themselves. */
export const FOLD_TABLE: u32 = 0x1000;
/** 256 `u64`: what a byte is still worth after 64 others have come in, to be taken out then. */
export const LEAVE_TABLE: u32 = 0x1800;
/** 7 planes of 4 vectors, see rabin-tables.ts. */
export const NIBBLE_TABLES: u32 = 0x2000;
/** 64 vectors: for each lane the bytes in its window. */
export const LANE_WINDOWS: u32 = 0x2400;
/** 16 vectors: for each lane its next 16 bytes. */
export const LANE_BLOCK: u32 = 0x2800;
/** 16 vectors half way through turning a block of lanes round. */
export const LANE_SCRATCH: u32 = 0x2900;

/** Nine vectors (r0..r4, 5*r1..5*r4 in 26-bit limbs) of the fourth power of the MAC key, in each lane. */
export const MAC_POWERS_BODY: u32 = 0x3000;
/** As above with fourth, third, second and first power in lanes 0 to 3. */
export const MAC_POWERS_LAST: u32 = 0x3100;
/** Nine `u64`: the key itself, limbs as above. */
export const MAC_KEY: u32 = 0x3200;
/** 16 bytes each: raw key or pad in, tag out. */
export const MAC_IN: u32 = 0x3300;
export const MAC_TAG: u32 = 0x3310;
/** The last, short block of a message, padded. */
export const MAC_TAIL: u32 = 0x3320;
/** The counter that `fillCounters` starts from. */
export const COUNTER_IN: u32 = 0x3340;

/** Four histograms of 256 `u32`, so that runs of one byte value do not wait for their own stores. */
export const HISTOGRAMS: u32 = 0x4000;

export const ARENA_START: u32 = 0x10000;
