/** Why a request cannot be followed: the words of the question are wrong, or no such request can exist. */
export interface RequestProblem {
  /** What is wrong, with the value got and the value expected; lower case, no full stop. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string | undefined;
}
