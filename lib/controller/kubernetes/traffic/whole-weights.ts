const whole = 1_000_000;

/** A share of 0 to 1 as weights of a millionth. A share that is not 0 gets one at the least. */
export function wholeWeights(share: number): { readonly canary: number; readonly stable: number } {
  const canary = share <= 0 ? 0 : Math.min(whole, Math.max(1, Math.round(share * whole)));
  return { canary, stable: whole - canary };
}
