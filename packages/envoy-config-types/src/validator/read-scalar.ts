import type { JsonValue } from '../../types/primitives.js';
import type { ValueKind } from '../schema/api-schema.js';
import { describeValue } from './describe-value.js';
import { reportError, type Walk } from './walk.js';

/** Takes a JSON value to what the rules compare, or reports that its form is wrong and gives undefined. */
export type Reader<T> = (value: JsonValue, walk: Walk) => T | undefined;

function readBool(value: JsonValue, walk: Walk): boolean | undefined {
  if (typeof value === 'boolean') return value;
  reportError(walk, `expects true or false, got ${describeValue(value)}`);
  return undefined;
}

function readString(value: JsonValue, walk: Walk): string | undefined {
  if (typeof value === 'string') return value;
  reportError(walk, `expects a string, got ${describeValue(value)}`);
  return undefined;
}

/** Gives the length in bytes: the only thing that rules on bytes look at. Both alphabets, padding optional. */
function readBytes(value: JsonValue, walk: Walk): number | undefined {
  if (typeof value === 'string' && /^[A-Za-z0-9+/_-]*={0,2}$/.test(value)) {
    const digits = value.replace(/=+$/, '').length;
    const padded = digits !== value.length;
    if (digits % 4 !== 1 && (!padded || value.length % 4 === 0)) return Math.floor((digits * 3) / 4);
  }
  reportError(walk, `expects base64 text, got ${describeValue(value)}`);
  return undefined;
}

function readInteger(minimum: number, maximum: number): Reader<number> {
  return (value, walk) => {
    const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      reportError(walk, `expects a whole number, got ${describeValue(value)}`);
      return undefined;
    }
    if (number >= minimum && number <= maximum) return number;
    reportError(walk, `expects a whole number from ${minimum} to ${maximum}, got ${describeValue(value)}`);
    return undefined;
  };
}

function readLongInteger(minimum: bigint, maximum: bigint): Reader<number | bigint> {
  return (value, walk) => {
    if (typeof value === 'number') {
      if (Number.isSafeInteger(value) && value >= minimum) return value;
      const wrong =
        Number.isInteger(value) && value >= minimum
          ? 'is not exact beyond 2^53; write it in quotes'
          : `expects a whole number, at least ${minimum}`;
      reportError(walk, `${wrong}, got ${describeValue(value)}`);
      return undefined;
    }
    if (typeof value === 'string' && /^-?\d+$/.test(value)) {
      const long = BigInt(value);
      if (long >= minimum && long <= maximum) return long;
    }
    reportError(walk, `expects a whole number from ${minimum} to ${maximum}, got ${describeValue(value)}`);
    return undefined;
  };
}

const SPECIAL: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity, '-Infinity': -Infinity };

function readFloating(single: boolean): Reader<number> {
  return (value, walk) => {
    if (typeof value === 'string' && value in SPECIAL) return SPECIAL[value];
    const number = typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value) ? Number(value) : value;
    const fits = typeof number === 'number' && Number.isFinite(single ? Math.fround(number) : number);
    if (fits) return number;
    reportError(walk, `expects a ${single ? '32-bit ' : ''}number, got ${describeValue(value)}`);
    return undefined;
  };
}

const signed32 = readInteger(-(2 ** 31), 2 ** 31 - 1);
const unsigned32 = readInteger(0, 2 ** 32 - 1);
const signed64 = readLongInteger(-(2n ** 63n), 2n ** 63n - 1n);
const unsigned64 = readLongInteger(0n, 2n ** 64n - 1n);

/** Readers of the scalar kinds; bytes read as their length. */
export const scalarReaders = {
  bool: readBool,
  string: readString,
  bytes: readBytes,
  float: readFloating(true),
  double: readFloating(false),
  int32: signed32,
  sint32: signed32,
  sfixed32: signed32,
  uint32: unsigned32,
  fixed32: unsigned32,
  int64: signed64,
  sint64: signed64,
  sfixed64: signed64,
  uint64: unsigned64,
  fixed64: unsigned64,
} satisfies Record<Exclude<ValueKind, 'message' | 'enum'>, unknown>;
