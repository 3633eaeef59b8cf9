import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { TrafficWeights } from '../../behaviour/diff/traffic-weights.js';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { messageOf } from '../../util/message-of.js';

/** Reads a file of traffic weights, or says why it is none. Reports `weights-malformed`. */
export function readWeights(file: string, workingDirectory: string): TrafficWeights | Diagnostic {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(resolve(workingDirectory, file), 'utf8'));
  } catch (error) {
    return malformed(file, messageOf(error));
  }
  if (!isRecord(value)) return malformed(file, 'expected an object with "edges" and "routes"');
  const { edges = {}, routes = {}, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined) return malformed(file, `"${other}" is not known, expected "edges" and "routes"`);
  const problem = problemOf('edges', edges, Number.MAX_VALUE) ?? problemOf('routes', routes, 1);
  // Both were just seen to be records of numbers.
  return problem === undefined
    ? { edges: edges as TrafficWeights['edges'], routes: routes as TrafficWeights['routes'] }
    : malformed(file, problem);
}

function problemOf(name: string, value: unknown, most: number): string | undefined {
  if (!isRecord(value)) return `"${name}" is ${JSON.stringify(value)}, expected an object of numbers`;
  const wrong = Object.entries(value).find(
    ([, each]) => typeof each !== 'number' || !Number.isFinite(each) || each < 0 || each > most,
  );
  if (wrong === undefined) return undefined;
  const range = most === 1 ? 'a share from 0 to 1' : 'a number from 0 on';
  return `"${wrong[0]}" of "${name}" is ${JSON.stringify(wrong[1])}, expected ${range}`;
}

function malformed(file: string, reason: string): Diagnostic {
  return createDiagnostic('weights-malformed', {
    message: `the traffic weights "${file}" cannot be used: ${reason}`,
    hint: 'for example { "edges": { "web->reviews": 120 }, "routes": { "reviews/http/jason": 0.1 } }',
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
