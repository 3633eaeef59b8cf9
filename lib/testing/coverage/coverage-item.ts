/** Something of a mesh that tests can exercise. */
export interface CoverageItem {
  /** `route`: a rule as declared. `policy`: a timeout, retries, … as declared. `edge`: a call, or a gateway's way in. */
  readonly kind: CoverageKind;
  /** For people, and unique together with kind, mesh and place: `reviews/jason`, `web -> reviews`. */
  readonly name: string;
  /** Name of its mesh. */
  readonly mesh: string;
  /** `file:line:column` in the user's program; undefined where it ran without stack traces. */
  readonly place: string | undefined;
}

/** The kinds of items, in the order in which reports have them. */
export const coverageKinds = ['route', 'policy', 'edge'] as const;

/** One of `coverageKinds`. */
export type CoverageKind = (typeof coverageKinds)[number];
