import type { Origin } from '../diagnostics/origin.js';

/** Whether a part of a mesh is the place where another part was declared. */
export function isOrigin(value: unknown): value is Origin {
  return typeof value === 'object' && value !== null && 'constructPath' in value && 'kind' in value;
}
