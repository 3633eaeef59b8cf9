import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findUpwards } from './program/find-upwards.js';

/** What we need of our own `package.json`. */
export interface OwnPackage {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

/**
 * Reads our own `package.json`, for versions.
 */
export function ownPackage(): OwnPackage {
  const root = findUpwards(import.meta.dirname, 'package.json') ?? '.';
  // The nearest package.json above this file is our own, and has all of these.
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as OwnPackage;
}
