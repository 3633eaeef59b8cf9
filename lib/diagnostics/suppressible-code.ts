import type { diagnosticCodes } from './codes.js';

type Entry = (typeof diagnosticCodes)[keyof typeof diagnosticCodes];

/** The code of a warning or note. Errors cannot be suppressed. */
export type SuppressibleCode = Exclude<Entry, { readonly severity: 'error' }>['code'];
