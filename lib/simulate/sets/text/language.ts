import type { RE2JS } from 're2js';

/** A set of texts. All kinds are regular, so that what several of them have in common can be decided. */
export type Language =
  | PlainLanguage
  /** The whole text, in RE2's syntax. */
  | { readonly kind: 'regex'; readonly regex: RE2JS }
  /** Whole numbers from `start` up to and without `end`, as header conditions read them. */
  | { readonly kind: 'range'; readonly start: bigint; readonly end: bigint }
  | { readonly kind: 'nothing' }
  /** Authorities whose part before the port is in a language. */
  | { readonly kind: 'without-port'; readonly inner: Language }
  /** Paths with query whose part before the query is in a language. */
  | { readonly kind: 'target-path'; readonly inner: Language }
  /** Paths with query whose first parameter of a name passes a test. */
  | { readonly kind: 'target-query'; readonly name: string; readonly whenMissing: boolean; readonly test: QueryTest };

/** A language that a literal text defines. */
export interface PlainLanguage {
  /**
   * `separated-prefix` is the text alone or with the separator behind it; `longer-prefix` and `longer-suffix` want one
   * character more than the text.
   */
  readonly kind: 'exact' | 'prefix' | 'separated-prefix' | 'longer-prefix' | 'suffix' | 'longer-suffix' | 'contains';
  /** In lower case where case is ignored. */
  readonly value: string;
  readonly ignoreCase: boolean;
  /** One character; only of `separated-prefix`. */
  readonly separator?: string;
}

/** What the value of a query parameter that is there has to be. */
export type QueryTest = 'always' | 'never' | TextTest;

/** A language, or all texts that are not in it. */
export interface TextTest {
  readonly language: Language;
  readonly isWanted: boolean;
}
