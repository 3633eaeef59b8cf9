import { type Automaton, lazyAutomaton } from './automaton.js';

/** How digits compare with a bound that has as many. */
type Order = -1 | 0 | 1;

/** Where the reader of a number stands; `low` and `high` compare the digits so far with as many of the bounds'. */
type NumberState =
  | { readonly at: 'blank' }
  | { readonly at: 'sign'; readonly isNegative: boolean }
  | {
      readonly at: 'digits' | 'end';
      readonly isNegative: boolean;
      /** Digits without leading zeros. */
      readonly count: number;
      readonly low: Order;
      readonly high: Order;
    };

/** The magnitudes from `low` to `high`; undefined for none. */
type Magnitudes = { readonly low: string; readonly high: string } | undefined;

const limit = 2n ** 63n;

/** The automaton of whole numbers from `start` up to and without `end`, with a sign, leading zeros and blanks around. */
export function rangeAutomaton({ start, end }: { readonly start: bigint; readonly end: bigint }): Automaton {
  const positive = magnitudes(start, min(end - 1n, limit - 1n));
  const negative = magnitudes(1n - end, min(-start, limit));
  const boundsOf = (isNegative: boolean): Magnitudes => (isNegative ? negative : positive);
  return lazyAutomaton<NumberState>({
    start: { at: 'blank' },
    cuts: [0x09, 0x0a, 0x20, 0x21, 0x2b, 0x2c, 0x2d, 0x2e, ...Array.from({ length: 11 }, (_, digit) => 0x30 + digit)],
    keyOf: (state) => JSON.stringify(state),
    step: (state, code) => {
      const character = String.fromCodePoint(code);
      if (isBlank(character)) return afterBlank(state);
      if (state.at === 'end') return undefined;
      if (state.at === 'blank' && /[+-]/.test(character)) return { at: 'sign', isNegative: character === '-' };
      if (!/[0-9]/.test(character)) return undefined;
      const isNegative = state.at !== 'blank' && state.isNegative;
      return afterDigit(state, { isNegative, digit: character, bounds: boundsOf(isNegative) });
    },
    accepts: (state) => {
      if (state.at !== 'digits' && state.at !== 'end') return false;
      const bounds = boundsOf(state.isNegative);
      if (bounds === undefined) return false;
      const { count, low, high } = state;
      const compare = (order: Order, bound: string): number => count - bound.length || order;
      return compare(low, bounds.low) >= 0 && compare(high, bounds.high) <= 0;
    },
  });
}

function afterBlank(state: NumberState): NumberState | undefined {
  if (state.at === 'blank') return state;
  return state.at === 'sign' ? undefined : { ...state, at: 'end' };
}

function afterDigit(
  state: NumberState,
  { isNegative, digit, bounds }: { readonly isNegative: boolean; readonly digit: string; readonly bounds: Magnitudes },
): NumberState | undefined {
  if (bounds === undefined) return undefined;
  const { count, low, high } = state.at === 'digits' ? state : ({ count: 0, low: 0, high: 0 } as const);
  // Zero is written with no digit here, as the bounds are.
  if (count === 0 && digit === '0') return { at: 'digits', isNegative, count, low, high };
  if (count === bounds.high.length) return undefined;
  const order = (sofar: Order, bound: string): Order => {
    const other = bound[count];
    if (sofar !== 0 || other === undefined || other === digit) return sofar;
    return digit < other ? -1 : 1;
  };
  return { at: 'digits', isNegative, count: count + 1, low: order(low, bounds.low), high: order(high, bounds.high) };
}

function magnitudes(low: bigint, high: bigint): Magnitudes {
  const from = low < 0n ? 0n : low;
  return from > high ? undefined : { low: digits(from), high: digits(high) };
}

function digits(magnitude: bigint): string {
  return magnitude === 0n ? '' : magnitude.toString();
}

function min(left: bigint, right: bigint): bigint {
  return left < right ? left : right;
}

function isBlank(character: string): boolean {
  return character === ' ' || character === '\t';
}
