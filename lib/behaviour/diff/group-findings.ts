import type { Origin } from '../../diagnostics/origin.js';
import { compareText } from '../../util/compare-text.js';
import { sortBy } from '../../util/sort-by.js';
import { describePlace } from '../explain/describe-place.js';
import type { BehaviourChange, RequestClass } from './behaviour-diff.js';
import type { ChangeKind } from './change-kind.js';
import { changeSeverities } from './change-severity.js';
import type { Finding } from './finding.js';
import { heaviest } from './severity-of.js';
import { trafficShare } from './traffic-share.js';
import type { TrafficWeights } from './traffic-weights.js';

const policyKinds: ReadonlySet<ChangeKind> = new Set<ChangeKind>([
  'fault',
  'timeout',
  'retries',
  'load-balancing',
  'circuit-breaker',
  'outlier-detection',
  'tls',
  'connection',
]);

/** Tells each change once: for all classes of requests that it changes in the same way, and for all their callers. */
export function groupFindings(
  findings: readonly Finding[],
  weights: TrafficWeights | undefined,
): readonly BehaviourChange[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = groupKey(finding);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [finding]);
    else known.push(finding);
  }
  const changes = [...groups.values()].flatMap((group) => changeOf(group, weights));
  return changes.sort((left, right) => order(left) - order(right) || compareText(titleOf(left), titleOf(right)));
}

/** Policies that one line of the program sets for many callees are one change; what gets elsewhere is told by callee. */
function groupKey({ aspects, to }: Finding): string {
  const isPolicy = aspects.every(({ kind }) => policyKinds.has(kind));
  const places = aspects.map(({ beforeOrigin, afterOrigin }) => placeText(afterOrigin) ?? placeText(beforeOrigin));
  const isOnePlace = isPolicy && places.every((place) => place !== undefined);
  const said = aspects.map(({ name, before, after }) => [name, before, after]);
  return JSON.stringify([said, isOnePlace ? places : to]);
}

function placeText(origin: Origin | undefined): string | undefined {
  return origin?.kind === 'user' ? describePlace(origin) : undefined;
}

function changeOf(group: readonly Finding[], weights: TrafficWeights | undefined): readonly BehaviourChange[] {
  const [first] = group;
  if (first === undefined) return [];
  const kinds = [...new Set(first.aspects.map(({ kind }) => kind))].sort(compareText);
  return [
    {
      severity: heaviest(group.map(({ severity }) => severity)),
      kinds,
      isPolicyOnly: kinds.every((kind) => policyKinds.has(kind)),
      aspects: first.aspects,
      classes: classesOf(group),
      trafficShare: weights === undefined ? undefined : trafficShare(group, weights),
    },
  ];
}

function classesOf(group: readonly Finding[]): readonly RequestClass[] {
  const byText = new Map<string, Finding[]>();
  for (const finding of group) {
    const { to, when, before, after } = finding;
    const key = JSON.stringify([to, when, before, after]);
    const known = byText.get(key);
    if (known === undefined) byText.set(key, [finding]);
    else known.push(finding);
  }
  const classes = [...byText.values()].flatMap((same): RequestClass[] => {
    const [first] = same;
    if (first === undefined) return [];
    const { aspects: _aspects, severity: _severity, from: _from, ...rest } = first;
    const from = new Set(same.map((each) => each.from).filter((name) => name !== undefined));
    return [{ ...rest, from: [...from].sort(compareText) }];
  });
  return sortBy(classes, ({ to, when }) => `${to} ${when}`);
}

function order({ severity }: BehaviourChange): number {
  return changeSeverities.indexOf(severity);
}

function titleOf({ classes, kinds, aspects }: BehaviourChange): string {
  return JSON.stringify([classes[0]?.to, kinds, classes[0]?.when, aspects]);
}
