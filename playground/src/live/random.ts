/** Draws a number from 0 to below 1, and the seed of the next draw (mulberry32): the same seed, the same numbers. */
export function draw(seed: number): { value: number; seed: number } {
  const next = (seed + 0x6d2b79f5) | 0;
  let bits = Math.imul(next ^ (next >>> 15), next | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return { value: ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32, seed: next };
}

/** Draws a whole number from 0 to below `end`. */
export function drawIndex(seed: number, end: number): { index: number; seed: number } {
  const { value, seed: next } = draw(seed);
  return { index: Math.floor(value * end), seed: next };
}
