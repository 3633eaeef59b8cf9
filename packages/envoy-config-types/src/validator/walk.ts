import type { JsonValue } from '../../types/primitives.js';
import type { Finding } from './finding.js';

/** State of one validation: where it stands and what it found. Mutable on purpose; it lives for one call. */
export interface Walk {
  /** Keys and list indices down to the current value; joined only when something is reported. */
  readonly path: (string | number)[];
  readonly errors: Finding[];
  readonly warnings: Finding[];
  /** False below a field marked `message.skip`, where only the JSON form is checked. */
  rulesApply: boolean;
  /** True for the config of an extension marked `is_optional`: Envoy passes over one that it does not know. */
  extensionOptional: boolean;
}

/** Checks the value at the walk's current path and reports what is wrong with it. */
export type Check = (value: JsonValue, walk: Walk) => void;

function joinPath(path: readonly (string | number)[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (!/^\w+$/.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/** Reports an error at the current path, or at `step` below it. */
export function reportError(walk: Walk, message: string, step?: string): void {
  walk.errors.push({ path: joinPath(step === undefined ? walk.path : [...walk.path, step]), message });
}

/** Reports a warning at the current path, or at `step` below it. */
export function reportWarning(walk: Walk, message: string, step?: string): void {
  walk.warnings.push({ path: joinPath(step === undefined ? walk.path : [...walk.path, step]), message });
}
