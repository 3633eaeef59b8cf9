/** A value with Envoy's `%…%` commands, in parts. */
export type TextTemplate = readonly TextPart[];

/** A part of a value. */
export type TextPart =
  | { readonly kind: 'literal'; readonly text: string }
  /** `%REQ(name?other):length%`: the first of the two headers that the request has. */
  | { readonly kind: 'request-header'; readonly names: readonly string[]; readonly maxLength: number | undefined }
  /** A command that the simulator cannot evaluate; it stands as it was written. */
  | { readonly kind: 'unknown'; readonly text: string };
