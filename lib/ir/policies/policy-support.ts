/** How well a target can express a policy kind. What it cannot express is a diagnostic or a note, never dropped in silence. */
export type PolicySupport = { readonly level: 'full' } | { readonly level: 'partial' | 'none'; readonly note: string };
