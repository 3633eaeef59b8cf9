import { randomBinomial, randomGamma, randomPoisson } from 'd3-random';

/** Draws of counts from one source of chance. */
export interface Draws {
  /** From 0 up to 1. */
  readonly uniform: () => number;
  /** How many of `trials` come out, each with the chance `share`. */
  readonly binomial: (trials: number, share: number) => number;
  readonly poisson: (mean: number) => number;
  /** Bad events among `trials`, of which each is bad with the chance `share`, and bad ones come together in clumps of that mean size. */
  readonly clumped: (trials: number, share: number, clump: number) => number;
}

/** Draws from a source of numbers from 0 up to 1. */
export function drawsFrom(uniform: () => number): Draws {
  const binomialOf = randomBinomial.source(uniform);
  const poissonOf = randomPoisson.source(uniform);
  const gammaOf = randomGamma.source(uniform);
  const binomial = (trials: number, share: number): number => {
    if (trials === 0 || share <= 0) return 0;
    return share >= 1 ? trials : binomialOf(trials, share)();
  };
  const poisson = (mean: number): number => (mean <= 0 ? 0 : poissonOf(mean)());
  const clumped = (trials: number, share: number, clump: number): number => {
    if (clump <= 1 || share >= 1) return binomial(trials, share);
    const clumps = poisson((trials * share) / clump);
    if (clumps === 0) return 0;
    // The sum of geometric sizes is the clumps and a negative binomial, which is a Poisson whose mean is a gamma.
    return Math.min(trials, clumps + poisson(gammaOf(clumps, clump - 1)()));
  };
  return { uniform, binomial, poisson, clumped };
}
