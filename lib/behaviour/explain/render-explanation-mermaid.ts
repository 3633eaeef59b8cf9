import { add } from '../../simulate/rational/add.js';
import type { Rational } from '../../simulate/rational/rational.js';
import { describeEnd } from './describe-end.js';
import { describePlace } from './describe-place.js';
import { describeShare } from './describe-share.js';
import type { ExplainedResult, Explanation } from './explanation.js';

/** Draws an explanation as a Mermaid flowchart: the sender, the proxies on the way with their routes, and the ends. */
export function renderExplanationMermaid(explanation: Explanation): string {
  const { request, results } = explanation;
  const what = request.method === undefined ? request.url : `${request.method} ${request.url}`;
  const nodes = new Map<string, string>();
  const edges = new Map<string, Set<string>>();
  const ends = new Map<string, Rational>();
  const start = node('sender', `(["${escaped(request.from)}: ${escaped(what)}"])`);
  for (const result of results) {
    let last = start;
    for (const [index, proxy] of result.proxies.entries()) {
      const next = node(`proxy ${proxy}`, `["${proxyLabel(explanation, proxy)}"]`);
      edge(last, next, index === 0 ? undefined : result.clusters[index - 1]);
      last = next;
    }
    const end = node(`end ${endLabel(result)}`, `(["${escaped(endLabel(result))}"])`);
    const key = `${last} ${end}`;
    const share = ends.get(key);
    ends.set(key, share === undefined ? result.probability : add(share, result.probability));
  }
  const lines = [
    ...[...nodes.values()],
    ...[...edges].map(([key, labels]) => arrow(key, [...labels].map(escaped).join('<br/>'))),
    ...[...ends].map(([key, share]) => arrow(key, escaped(describeShare(share)))),
  ];
  return `flowchart LR\n${lines.map((line) => `  ${line}\n`).join('')}`;

  function node(key: string, shape: string): string {
    const known = [...nodes.keys()].indexOf(key);
    const id = `n${String(known === -1 ? nodes.size : known)}`;
    if (known === -1) nodes.set(key, id + shape);
    return id;
  }

  function edge(from: string, to: string, label: string | undefined): void {
    const key = `${from} ${to}`;
    const labels = edges.get(key) ?? new Set();
    if (label !== undefined) labels.add(label);
    edges.set(key, labels);
  }
}

function arrow(key: string, label: string): string {
  const [from = '', to = ''] = key.split(' ');
  return label === '' ? `${from} --> ${to}` : `${from} -->|"${label}"| ${to}`;
}

/** The proxy, the route that took the request, and where that is declared. */
function proxyLabel({ hops }: Explanation, proxy: string): string {
  const steps = hops.filter((hop) => hop.proxy === proxy).flatMap((hop) => hop.steps);
  const parts = [
    proxy,
    ...steps.flatMap((step) => {
      if (step.kind !== 'route') return [];
      return [`route ${step.route}`, ...(step.origin === undefined ? [] : [describePlace(step.origin)])];
    }),
    ...(steps.some(({ kind }) => kind === 'unknown') ? ['UNKNOWN parts'] : []),
  ];
  return [...new Set(parts)].map(escaped).join('<br/>');
}

function endLabel(result: ExplainedResult): string {
  return result.denial === undefined ? describeEnd(result) : `denied: ${result.denial}`;
}

/** Text in a quoted label: what Mermaid could take for its own syntax becomes a character entity. */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,:/@?=%+*()_-]/gu, (character) => `#${String(character.codePointAt(0))};`);
}
