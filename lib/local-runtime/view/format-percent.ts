/** Writes a percentage with at most the given decimals and without needless zeros: `80 %`, `12.5 %`. */
export function formatPercent(percent: number, decimals: number): string {
  return `${String(Number(percent.toFixed(decimals)))} %`;
}
