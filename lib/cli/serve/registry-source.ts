import { UsageError } from '../usage-error.js';

/** A backend as `--registry` names it. */
export type RegistrySource = { readonly kind: 'embedded' } | { readonly kind: 'redis'; readonly url: string };

const forms = 'embedded, redis://host:port, rediss://host:port';

/** Reads what `--registry` says. Ends the command where it names no backend. */
export function registrySource(text: string): RegistrySource {
  if (text === 'embedded') return { kind: 'embedded' };
  if (/^rediss?:\/\/./.test(text) && URL.canParse(text)) return { kind: 'redis', url: text };
  // It may carry a password.
  throw new UsageError(`--registry takes one of ${forms}, not "${text.replace(/\/\/[^@/]*@/, '//…@')}"`);
}
