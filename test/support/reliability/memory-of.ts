import type { ServedEnvoy } from '../control-plane/served-envoy.js';
import { residentMemory } from './resident-memory.js';

/** Resident memory of Envoys, in MiB: of the one with the least, the one with the most, and of all. */
export function memoryOf(envoys: ReadonlyMap<string, ServedEnvoy>): {
  readonly least: number;
  readonly most: number;
  readonly all: number;
} {
  const each = [...envoys.values()].map(({ process }) => residentMemory(process.pid));
  return { least: Math.min(...each), most: Math.max(...each), all: each.reduce((total, one) => total + one, 0) };
}
