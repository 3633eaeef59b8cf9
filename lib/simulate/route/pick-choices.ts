import { headerValues } from '../headers/header-values.js';
import type { Message } from '../headers/message.js';
import type { Rational } from '../rational/rational.js';
import type { ForwardAction, WeightedChoice } from './route-action.js';

/** A choice that a request may fall on. */
export interface PickedChoice {
  readonly choice: WeightedChoice;
  readonly probability: Rational;
}

/** The choices that a request may fall on, those of weight 0 left out; one where the request itself says the number. */
export function pickChoices(action: ForwardAction, request: Message): readonly PickedChoice[] {
  const { choices, totalWeight, randomValueHeader } = action;
  if (randomValueHeader !== undefined) {
    const values = headerValues(request, randomValueHeader);
    const number = values.length === 1 ? unsigned(values[0] ?? '') : undefined;
    if (number !== undefined) return pickByNumber(choices, Number(number % BigInt(totalWeight)));
  }
  return choices.filter(({ weight }) => weight > 0).map((choice) => ({ choice, probability: choice.probability }));
}

function pickByNumber(choices: readonly WeightedChoice[], number: number): readonly PickedChoice[] {
  let end = 0;
  for (const choice of choices) {
    end += choice.weight;
    if (number < end) return [{ choice, probability: { numerator: 1, denominator: 1 } }];
  }
  return [];
}

function unsigned(text: string): bigint | undefined {
  if (!/^\s*\+?\d+\s*$/.test(text)) return undefined;
  const number = BigInt(text.trim().replace(/^\+/, ''));
  return BigInt.asUintN(64, number) === number ? number : undefined;
}
