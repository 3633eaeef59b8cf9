/** Who calls. */
export type Principal =
  | { readonly kind: 'anonymous' }
  /** A token or certificate came and is not good. */
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'known'; readonly name: string; readonly role: 'reader' | 'operator' }
  | {
      readonly kind: 'known';
      readonly name: string;
      readonly role: 'workload';
      /** Services that it may write instances of. */
      readonly services: readonly string[];
    };
