/**
 * How likely a count at least as far out as this one is, if each of `trials` succeeds with the given probability: twice
 * the smaller tail of the binomial distribution, computed exactly, at most 1.
 */
export function twoSidedPValue(successes: number, trials: number, probability: number): number {
  if (probability <= 0) return successes === 0 ? 1 : 0;
  if (probability >= 1) return successes === trials ? 1 : 0;
  const lower = tail(successes, { from: 0, to: successes }, { trials, probability });
  const upper = tail(successes, { from: successes, to: trials }, { trials, probability });
  return Math.min(1, 2 * Math.min(lower, upper));
}

interface Binomial {
  readonly trials: number;
  readonly probability: number;
}

/** Sums from `start` outwards until the terms vanish. */
function tail(
  start: number,
  range: { readonly from: number; readonly to: number },
  { trials, probability }: Binomial,
): number {
  const odds = probability / (1 - probability);
  const direction = start === range.to ? -1 : 1;
  let term = Math.exp(
    logChoose(trials, start) + start * Math.log(probability) + (trials - start) * Math.log1p(-probability),
  );
  let sum = 0;
  for (let k = start; k >= range.from && k <= range.to; k += direction) {
    sum += term;
    const next = direction < 0 ? (term * k) / ((trials - k + 1) * odds) : (term * odds * (trials - k)) / (k + 1);
    if (next < term && next < sum * 1e-15) break;
    term = next;
  }
  return sum;
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

function logFactorial(n: number): number {
  if (n < 20)
    return Math.log(
      Array.from({ length: n }, (_, index) => index + 1).reduce((product, factor) => product * factor, 1),
    );
  // Stirling's series; its error is below 1e-12 from 20 on.
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5);
}
