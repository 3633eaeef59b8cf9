import type { Rational } from '../../simulate/rational/rational.js';
import { Misuse } from '../misuse.js';
import type { Share } from '../share.js';

/** A share that a test expects. */
export interface ExpectedShare {
  /** For people: empty where all requests are meant, else ` with 80% of the requests`. */
  readonly text: string;
  /** Whether an exact share is this one: dividing it gives the very number. */
  readonly is: (share: Rational) => boolean;
}

/** Reads a share as a test says it; without one all requests are meant. Throws `Misuse` where it is out of range. */
export function expectedShare(share: Share | undefined): ExpectedShare {
  if (share === undefined) return { text: '', is: isAll };
  const { probability, percent } = share;
  const [wanted, whole] = percent === undefined ? [probability, 1] : [percent, 100];
  if (!(wanted > 0 && wanted <= whole))
    throw new Misuse(
      `a share of ${wanted} is expected, and it must be over 0 and at most ${whole}`,
      'what never happens is said by notToReach',
    );
  return {
    text: wanted === whole ? '' : ` with ${percent ?? Number((100 * wanted).toFixed(4))}% of the requests`,
    // Division rounds to the nearest double, as 1 / 3 in the test did.
    is: ({ numerator, denominator }) => (whole * numerator) / denominator === wanted,
  };
}

function isAll(share: Rational): boolean {
  return share.numerator === share.denominator;
}
