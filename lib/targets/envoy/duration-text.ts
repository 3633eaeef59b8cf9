import type { Duration } from 'envoy-config-types/primitives';

/** Writes milliseconds as Envoy reads durations: `1500` gives `1.5s`. */
export function durationText(milliseconds: number): Duration {
  // Nine decimals are all that a google.protobuf.Duration has; Number() drops the zeros behind.
  return `${Number((milliseconds / 1000).toFixed(9))}s`;
}
