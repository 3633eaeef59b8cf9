import type { TextTest } from './text/language.js';

/** What a literal is about. `path` is without query, `target` is `:path`, which has both. */
export type Subject =
  | { readonly kind: 'method' | 'scheme' | 'authority' | 'path' | 'target' }
  | { readonly kind: 'query' | 'header' | 'cookie'; readonly name: string };

/** What values that are there have to be. */
export type PresentTest =
  | 'always'
  | 'never'
  /** Wanted: some value passes; not wanted: none does. */
  | (TextTest & {
      /** Which values of a repeated header are looked at. */
      readonly of: 'all' | 'first';
    });

/** One thing that a request may be asked for; closed under negation. */
export interface Literal {
  readonly subject: Subject;
  /** Whether a request without the header or parameter meets it. */
  readonly whenMissing: boolean;
  readonly whenPresent: PresentTest;
}
