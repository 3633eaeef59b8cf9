import { deepFreeze } from '../util/deep-freeze.js';

/**
 * The requests that a route takes: any of the terms. One term without conditions takes every request.
 */
export interface Match {
  /** One of these has to hold. */
  readonly anyOf: readonly MatchTerm[];
}

/** Conditions that must hold together. */
export interface MatchTerm {
  /** All must hold. More than one only where routes of two services were joined. */
  readonly paths: readonly PathMatch[];
  /** Any of these; empty takes every method. Upper case, sorted. */
  readonly methods: readonly string[];
  /** All must hold. Names in lower case; sorted by name, equal names in the order declared. */
  readonly headers: readonly HeaderMatch[];
  /** All must hold. Sorted by name. */
  readonly queryParameters: readonly QueryParameterMatch[];
}

/** A condition on the path, without its query. `prefix` goes by whole segments: `/v2` takes `/v2` and `/v2/x`, not `/v2x`. */
export interface PathMatch {
  /** How the path is compared. */
  readonly kind: 'exact' | 'prefix' | 'regex';
  /** Starts with `/` unless it is a regex (RE2, over the whole path). */
  readonly value: string;
}

/** A condition on one header; `negate` takes the requests that do not meet it, those without the header among them. */
export interface HeaderMatch {
  /** In lower case. */
  readonly name: string;
  /** What the value must be. */
  readonly matcher: StringMatcher;
  /** Takes what the matcher does not. */
  readonly negate: boolean;
}

/** A condition on one query parameter. */
export interface QueryParameterMatch {
  /** To the letter. */
  readonly name: string;
  /** What the value must be. */
  readonly matcher: StringMatcher;
}

/** A condition on a text. Regexes are RE2 and hold for the whole text. */
export type StringMatcher =
  | { readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains' | 'regex'; readonly value: string }
  | { readonly kind: 'present' };

/** The match that takes every request. */
export const matchEverything: Match = deepFreeze({
  anyOf: [{ paths: [], methods: [], headers: [], queryParameters: [] }],
});
