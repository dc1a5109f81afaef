/** Fingers instead of keys: nothing is said about keys there. */
export const isTouched = matchMedia("(pointer: coarse)").matches;
