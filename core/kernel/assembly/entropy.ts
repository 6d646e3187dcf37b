/** A cheap guess at whether bytes will compress: the entropy of their distribution, order ignored. */
import { HISTOGRAMS } from "./layout";

/** Base-2 logarithm of a positive number, right to about 0.0003: plenty to tell noise from text. */
@inline
function roughLog2(value: f64): f64 {
  const bits = reinterpret<u64>(value);
  const exponent = ((bits >> 52) as i32) - 1023;
  // Mantissa m in [1, 2). With t = (m - 1) / (m + 1), ln m = 2 (t + t^3/3 + t^5/5 + ...); t <= 1/3 makes three terms do.
  const mantissa = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3ff0000000000000);
  const t = (mantissa - 1) / (mantissa + 1);
  const square = t * t;
  return (exponent as f64) + 2.8853900817779268 * t * (1 + square * (1.0 / 3 + square * 0.2));
}

@inline
function count(histogram: u32, byte: u32): void {
  const slot = HISTOGRAMS + histogram * 1024 + (byte << 2);
  store<u32>(slot, load<u32>(slot) + 1);
}

/** @returns estimated bits per byte, 0 to 8; 0 for no bytes */
export function entropy(offset: u32, length: u32): f64 {
  if (length == 0) return 0;
  memory.fill(HISTOGRAMS, 0, 4096);
  const end = offset + length;
  let at = offset;
  for (; at + 4 <= end; at += 4) {
    count(0, load<u8>(at));
    count(1, load<u8>(at, 1));
    count(2, load<u8>(at, 2));
    count(3, load<u8>(at, 3));
  }
  for (; at < end; at++) count(0, load<u8>(at));

  let sum: f64 = 0;
  for (let slot: u32 = HISTOGRAMS; slot < HISTOGRAMS + 1024; slot += 4) {
    const times = load<u32>(slot) + load<u32>(slot, 1024) + load<u32>(slot, 2048) + load<u32>(slot, 3072);
    if (times > 0) sum += (times as f64) * roughLog2(times as f64);
  }
  return max(0, roughLog2(length as f64) - sum / (length as f64));
}
