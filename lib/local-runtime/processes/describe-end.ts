import type { ProcessEnd } from './managed-process.js';

/** Says how a program ended, for a message: `stopped with exit code 3`. */
export function describeEnd(end: ProcessEnd): string {
  switch (end.kind) {
    case 'exit':
      return `stopped with exit code ${String(end.code)}`;
    case 'signal':
      return `was stopped by ${end.signal}`;
    case 'not-started':
      return `could not be started (${end.reason})`;
  }
}
