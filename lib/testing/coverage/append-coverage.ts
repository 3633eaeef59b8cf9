import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CoverageLine } from './coverage-line.js';

/** Adds a line to a coverage file; its folder is made where it is missing. */
export function appendCoverage(file: string, line: CoverageLine): void {
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
