import type { RE2JS } from 're2js';

/** A condition on a text. Envoy: `type.matcher.v3.StringMatcher`. */
export type TextMatcher =
  | {
      readonly kind: 'exact' | 'prefix' | 'suffix' | 'contains';
      /** In lower case where case is ignored. */
      readonly value: string;
      readonly ignoreCase: boolean;
    }
  /** Holds for the whole text, in RE2's syntax. */
  | { readonly kind: 'regex'; readonly regex: RE2JS }
  /** A matcher that the simulator does not know; it takes nothing. */
  | { readonly kind: 'unknown' };
