/** Whole milliseconds of a protobuf duration as JSON writes it, `"0.25s"`: Envoy cuts off what is less than one. */
export function durationMs(text: string): number {
  // By way of nanoseconds, the least a duration can say: 0.29 s * 1000 is 289.99999999999994.
  return Math.trunc(Math.round(Number.parseFloat(text) * 1e9) / 1e6);
}
