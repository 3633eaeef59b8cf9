/** Milliseconds of a protobuf duration as JSON writes it: `"0.25s"`. */
export function durationMs(text: string): number {
  // Rounded to what a duration can say: 0.1 s * 1000 must not be 100.00000000000001.
  return Math.round(Number.parseFloat(text) * 1e9) / 1e6;
}
