import type { DiagnosticDetails } from '../../../diagnostics/create-diagnostic.js';
import type { CallEdge, CallGraph, CallNode } from '../call-graph.js';
import { defineEffectiveCheck } from '../define-effective-check.js';
import { groupByOrigin } from '../group-by-origin.js';
import { andMore } from '../words/and-more.js';
import { describeCallPath } from '../words/describe-call-path.js';
import { worstCaseCalls, type WorstCaseCalls } from '../worst-case-calls.js';

/** More calls than this for one request turn a service that is slow into one that is down. */
const mostCalls = 10;

/** Retries of one hop are bounded by what the program says there; it is several hops that nobody has counted. */
const fewestHops = 2;

/** Above this the number itself says nothing any more. */
const largestShown = 1_000_000;

/**
 * Finds services that one request may call very often, because services on the way to them try again what was tried again
 * further down. One is told for each place that says the last retries of such a way: the worst.
 */
export const retryAmplification = defineEffectiveCheck('retry-amplification', function* ({ graph }) {
  const worst = worstCaseCalls(graph);
  for (const component of worst.unbounded) yield* describeUnbounded(graph, component, worst);
  const found = graph.nodes.flatMap((node) => {
    const { calls = 0, hops = 0, via } = worst.byNode.get(node) ?? {};
    const retries = via === undefined ? undefined : worst.triesOf(via).retries;
    if (calls <= mostCalls || calls === Infinity || hops < fewestHops || retries === undefined) return [];
    return isOnTheWay(node, graph, worst) ? [] : [{ node, calls, origin: retries.attempts.origin }];
  });
  for (const { origin, all } of groupByOrigin(found, (each) => each.origin)) {
    const [top] = [...all].sort((a, b) => b.calls - a.calls);
    if (top !== undefined) yield describeTop(top, worst, origin, all.length - 1);
  }
});

/** Whether the worst way goes on over the node with retries: then its end is told. */
function isOnTheWay(node: CallNode, graph: CallGraph, worst: WorstCaseCalls): boolean {
  return graph
    .callsOf(node)
    .some((edge) => worst.byNode.get(edge.callee)?.via === edge && worst.triesOf(edge).tries > 1);
}

function describeTop(
  { node, calls }: { readonly node: CallNode; readonly calls: number },
  worst: WorstCaseCalls,
  origin: NonNullable<DiagnosticDetails['origin']>,
  others: number,
): DiagnosticDetails {
  const path = wayTo(node, worst);
  const retried = path.filter((edge) => worst.triesOf(edge).tries > 1);
  const [most] = [...retried].sort((a, b) => worst.triesOf(b).tries - worst.triesOf(a).tries);
  const entry = path[0]?.caller.name ?? node.name;
  const way = describeCallPath(path, (edge) => {
    const { tries } = worst.triesOf(edge);
    return tries === 1 ? '' : `${String(tries)} tries`;
  });
  return {
    message: `one request to "${entry}" may become ${showCount(calls)} calls of "${node.name}" when it fails: ${way}${andMore(others, 'such service')}`,
    origin,
    related: retried.slice(0, -1).flatMap((edge) => relatedOf(edge, worst)),
    hint:
      most === undefined
        ? undefined
        : `try again at one hop only; without the retries of "${most.caller.name}" for "${most.callee.name}" it is ${showCount(calls / worst.triesOf(most).tries)}`,
  };
}

function relatedOf(edge: CallEdge, worst: WorstCaseCalls): NonNullable<DiagnosticDetails['related']> {
  const { tries, retries } = worst.triesOf(edge);
  if (retries === undefined) return [];
  const { origin } = retries.attempts.origin.kind === 'user' ? retries.attempts : retries.on;
  return [{ message: `"${edge.caller.name}" tries "${edge.callee.name}" ${String(tries)} times`, origin }];
}

function* describeUnbounded(
  graph: CallGraph,
  component: readonly CallNode[],
  worst: WorstCaseCalls,
): Generator<DiagnosticDetails> {
  const members = new Set(component);
  const edges = component.flatMap((node) =>
    graph.callsOf(node).filter(({ isCertain, callee }) => isCertain && callee !== node && members.has(callee)),
  );
  const [first] = edges.flatMap((edge) => {
    const { tries, retries } = worst.triesOf(edge);
    return retries === undefined ? [] : [{ edge, tries, retries }];
  });
  if (first === undefined) return;
  const { edge, tries, retries } = first;
  yield {
    message:
      `"${edge.caller.name}" tries "${edge.callee.name}" ${String(tries)} times, and that leads back to "${edge.caller.name}": ` +
      'there is no bound on the calls that one request may become',
    origin: (retries.attempts.origin.kind === 'user' ? retries.attempts : retries.on).origin,
    related: [{ message: 'the call', origin: edge.origin }],
    hint: 'try nothing again within the circle, or take the circle apart',
  };
}

function wayTo(node: CallNode, { byNode }: WorstCaseCalls): readonly CallEdge[] {
  const way: CallEdge[] = [];
  for (let via = byNode.get(node)?.via; via !== undefined; via = byNode.get(via.caller)?.via) way.push(via);
  return way.reverse();
}

function showCount(calls: number): string {
  return calls > largestShown ? `more than ${String(largestShown)}` : String(calls);
}
