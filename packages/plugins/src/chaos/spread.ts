/** Milliseconds that vary: a mean, and the deviation of a normal distribution around it. A number is a mean without deviation. */
export type Spread = number | { readonly mean: number; readonly deviation?: number };
