export { setPolynomial } from "./rabin-tables";
export { findCut } from "./rabin";
export { setMacKey, poly1305 } from "./poly1305";
export { fillCounters, xor } from "./stream";
export { entropy } from "./entropy";
