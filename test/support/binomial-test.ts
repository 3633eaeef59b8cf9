/** Share of runs in which such a test fails though the split is right: one in a million. */
export const falseAlarmRate = 1e-6;

/** Share of runs in which such a test passes though the split is off by `detectedError`: one in a thousand at most. */
export const missRate = 1e-3;

/** Difference from the declared share that has to be found: ten percentage points. */
export const detectedError = 0.1;

/** How many requests to send, and how many of them may go to a version with a declared share. */
export interface BinomialTest {
  readonly trials: number;
  readonly lowest: number;
  readonly highest: number;
}

/**
 * Plans a two-sided exact binomial test of a share: the fewest hundreds of trials with which it errs no more often than
 * the rates above say.
 *
 * @param share over 0 and under 1
 */
export function planBinomialTest(share: number): BinomialTest {
  for (let trials = 100; ; trials += 100) {
    const test = acceptance(trials, share);
    const others = [share - detectedError, share + detectedError].filter((other) => other > 0 && other < 1);
    if (others.every((other) => acceptanceRate(test, other) <= missRate)) return test;
  }
}

/** The counts that a right share gives in all but `alarmRate` of runs, for a given number of trials. */
export function acceptance(trials: number, share: number, alarmRate = falseAlarmRate): BinomialTest {
  const probabilities = distribution(trials, share);
  return {
    trials,
    lowest: countFromEnd(probabilities, alarmRate),
    highest: trials - countFromEnd([...probabilities].reverse(), alarmRate),
  };
}

/** How often a test passes when the share is really another one. */
export function acceptanceRate({ trials, lowest, highest }: BinomialTest, share: number): number {
  return distribution(trials, share)
    .slice(lowest, highest + 1)
    .reduce((sum, probability) => sum + probability, 0);
}

/** How many counts, from 0 on, are together too unlikely for one side. */
function countFromEnd(probabilities: readonly number[], alarmRate: number): number {
  let sum = 0;
  return probabilities.findIndex((probability) => (sum += probability) > alarmRate / 2);
}

/** Probability of each count from 0 to `trials`. In logarithms: the first ones are far below what a number can hold. */
function distribution(trials: number, share: number): readonly number[] {
  let logarithm = trials * Math.log1p(-share);
  const step = Math.log(share) - Math.log1p(-share);
  return Array.from({ length: trials + 1 }, (_, count) => {
    if (count > 0) logarithm += Math.log((trials - count + 1) / count) + step;
    return Math.exp(logarithm);
  });
}
