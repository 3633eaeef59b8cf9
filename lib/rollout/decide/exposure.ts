/** Whose requests a weight is a share of: those that an A/B strategy matches, or everybody's. */
export type Audience = 'everybody' | 'matching';

/** What comes to the canary. */
export interface Exposure {
  /** Share of the audience's requests, 0 to 1. */
  readonly weight: number;
  /** Share of requests of which a copy is sent, 0 to 1; callers never see what it answers. */
  readonly mirror: number;
  readonly audience: Audience;
}

/** Nothing comes to the canary. */
export const noExposure: Exposure = Object.freeze({ weight: 0, mirror: 0, audience: 'everybody' });
