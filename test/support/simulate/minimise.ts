/** How cases are made smaller. */
export interface Minimising<Case, Finding> {
  /** What is wrong with each of these; empty for nothing, or for a case that cannot be asked. */
  readonly judge: (candidates: readonly Case[]) => Promise<readonly (readonly Finding[])[]>;
  /** Fields that are never left out. */
  readonly required: ReadonlySet<string>;
}

/** The smallest case found that still shows something. */
export interface MinimisedCase<Case, Finding> {
  readonly smallest: Case;
  readonly findings: readonly Finding[];
}

const candidatesAtOnce = 150;
const rounds = 60;

/**
 * Makes a case smaller as long as Envoy and the simulator still disagree on it: each round leaves out one field or list
 * item, all ways at once on one Envoy, and goes on with the first that still shows it.
 */
export async function minimise<Case, Finding>(
  start: Case,
  { judge, required }: Minimising<Case, Finding>,
): Promise<MinimisedCase<Case, Finding>> {
  let smallest = start;
  let [findings = []] = await judge([start]);
  for (let round = 0; round < rounds; round++) {
    // Only what is not required is left out, so that they stay cases.
    const candidates = smallerOnes(smallest, required).slice(0, candidatesAtOnce) as Case[];
    const judged = await judge(candidates);
    const index = judged.findIndex((found) => found.length > 0);
    const next = candidates[index];
    if (next === undefined) break;
    smallest = next;
    findings = judged[index] ?? [];
  }
  return { smallest, findings };
}

/** Every value that has one field or list item less, the largest things left out first. */
function smallerOnes(value: unknown, required: ReadonlySet<string>): unknown[] {
  if (Array.isArray(value)) {
    const shorter = value.map((_, index) => value.toSpliced(index, 1) as unknown);
    return [
      ...shorter,
      ...value.flatMap((item, index) => smallerOnes(item, required).map((one) => value.with(index, one) as unknown)),
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value);
  const without = entries
    .filter(([key]) => !required.has(key))
    .map(([key]) => Object.fromEntries(entries.filter(([other]) => other !== key)));
  const inside = entries.flatMap(([key, child]) =>
    smallerOnes(child, required).map((one) => ({ ...value, [key]: one })),
  );
  return [...without, ...inside];
}
