/** Stands in place of an answer where the budget ended before there was one. */
export const spent = Symbol('spent');
/** See the constant. */
export type Spent = typeof spent;
