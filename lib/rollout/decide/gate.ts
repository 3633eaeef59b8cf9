/** What somebody has to say yes to: that it starts, that it goes on after a step (counted from 0), that it is promoted. */
export type Gate = 'start' | 'promotion' | `step-${number}`;
