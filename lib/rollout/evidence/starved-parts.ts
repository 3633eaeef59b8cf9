/** How much of its due a canary may get that requests do not reach: nearly nothing, a tenth, a half. */
export const starvedParts: readonly number[] = [0.001, 0.1, 0.5];
