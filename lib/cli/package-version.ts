import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findUpwards } from './program/find-upwards.js';

/**
 * Reads the version of this package, for `--version`, manifests and crash reports.
 */
export function packageVersion(): string {
  const root = findUpwards(import.meta.dirname, 'package.json') ?? '.';
  // The nearest package.json above this file is our own, and npm refuses one without a version.
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return version;
}
