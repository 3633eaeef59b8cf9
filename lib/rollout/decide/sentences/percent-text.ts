/** A share as people read it, two digits: `5.1 %`. */
export function percentText(share: number): string {
  const percent = share * 100;
  return `${String(percent >= 10 ? Math.round(percent * 10) / 10 : Number(percent.toPrecision(2)))} %`;
}
