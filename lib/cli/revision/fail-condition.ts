/** What makes `meshwright diff` fail: changes of this weight and of heavier ones; `any` counts the undecided too. */
export const failConditions = ['breaking', 'risky', 'any'] as const;

/** One of `failConditions`. */
export type FailCondition = (typeof failConditions)[number];
