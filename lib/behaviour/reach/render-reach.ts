import { describePlace } from '../explain/describe-place.js';
import { describeShare } from '../explain/describe-share.js';
import { quoteForShell } from '../quote-for-shell.js';
import type { ReachAnswer, ReachFound } from './reach-answer.js';
import type { ReachEdge, ReachWay, ReachWitness } from './reach-edge.js';

/** How an answer is shown as text. */
export interface RenderReachOptions {
  /** How a file of the user's project is named to the reader. @default - as the origin names it */
  readonly displayFile?: (file: string) => string;
}

/** Routes of one step that are told one by one; of the others only the number is. */
const mostWays = 10;

/** Tells who can reach a service, or what is reached, to a person: the answer first, then each step with its routes. */
export function renderReach(answer: ReachAnswer, { displayFile = (file) => file }: RenderReachOptions = {}): string {
  const { found, others } = answer;
  const names = found.map(({ name }) => name).join(', ') || 'nobody';
  const lines = [
    headline(answer, names),
    ...found.flatMap((each) => ['', foundLine(each, answer), ...nearEdges(each, answer).flatMap(edgeLines)]),
    ...(others.length === 0 ? [] : ['', `not: ${others.join(', ')}`]),
  ];
  return lines.map((line) => `${line}\n`).join('');

  function edgeLines(edge: ReachEdge): readonly string[] {
    const told = edge.ways.slice(0, mostWays).flatMap((way) => wayLines(edge, way, displayFile));
    const left = edge.ways.length - mostWays;
    return left > 0 ? [...told, `  and by ${String(left)} more routes (--json has all)`] : told;
  }
}

function headline({ question, about, limits, found }: ReachAnswer, names: string): string {
  const what = limits === undefined ? about : `${about} with ${limits.method} ${limits.path}`;
  if (question === 'who-can-reach') return `${what} can be reached by ${names}`;
  return found.length === 0 ? `${what} can reach nobody` : `${what} can reach ${names}`;
}

function foundLine({ name, kind, chain }: ReachFound, { question }: ReachAnswer): string {
  const between = chain.slice(1, -1);
  const noun =
    kind === 'service' ? name : `${name} (${kind === 'gateway' ? 'gateway, from outside' : 'external service'})`;
  if (between.length === 0) return `${noun}: directly`;
  return `${noun}: through ${between.join(', then ')}${question === 'reach' ? '' : ', which it makes call it'}`;
}

/** The step next to the one that was found: the others are told with those between. */
function nearEdges({ edges }: ReachFound, { question }: ReachAnswer): readonly ReachEdge[] {
  const edge = question === 'who-can-reach' ? edges[0] : edges.at(-1);
  return edge === undefined ? [] : [edge];
}

function wayLines(edge: ReachEdge, way: ReachWay, displayFile: (file: string) => string): readonly string[] {
  const { kind, route, hosts, port, condition, probability, witness, undecided, origin } = way;
  const place = origin === undefined ? '' : `  ${describePlace(origin, displayFile)}`;
  const share =
    probability === undefined || probability.numerator === probability.denominator
      ? ''
      : `, ${describeShare(probability)} of them`;
  const where = kind === 'tcp' ? `port ${String(port)}` : `${hosts.slice(0, 1).join('')}:${String(port)}`;
  return [
    `  ${edge.from} -> ${edge.to} at ${where}, route "${route}": ${condition}${share}${place}`,
    ...(undecided === undefined ? [] : [`    NOT DECIDED: ${undecided}`]),
    ...(witness === undefined ? [] : [`    for example ${witnessWords(witness)}`]),
  ];
}

function witnessWords({ method, url, headers }: ReachWitness): string {
  const words = method === undefined ? [url] : [method, url];
  return [...words, ...headers.map(([name, value]) => `-H ${quoteForShell(`${name}: ${value}`)}`)].join(' ');
}
