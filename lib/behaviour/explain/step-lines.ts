import type { Origin } from '../../diagnostics/origin.js';
import { describeCloseReason } from './describe-close-reason.js';
import { describeDuration } from './describe-duration.js';
import { describeShare } from './describe-share.js';
import { describeStatus } from './describe-status.js';
import type { ExplainedChange, ExplainedEnd, ExplainedStep, ExplainedValue, StepFacts } from './explained-step.js';

/** A line that tells of a step. */
export interface StepLine {
  readonly text: string;
  readonly origin: Origin | undefined;
}

/** A step in words: a label of one or two words, and at least one line. */
export interface StepLines {
  readonly label: string;
  readonly lines: readonly StepLine[];
}

type Kind = StepFacts['kind'];
type StepOf<K extends Kind> = Extract<ExplainedStep, { kind: K }>;
type Teller<K extends Kind> = (step: StepOf<K>) => readonly [label: string, ...lines: (string | ExplainedValue)[]];

const handlers: Readonly<Record<string, string>> = {
  http: 'HTTP',
  tcp: 'bytes',
  unknown: 'a protocol that the simulator does not know',
};
const refusals = {
  method: 'Envoy knows no such method',
  path: 'the path cannot be cleaned',
  malformed: 'its host, path or a header is written with characters that none may have',
  'content-type': 'a QUERY has to say the content-type of its body',
  'escaped-slash': 'the path has an escaped slash; the client is sent to the cleaned path',
  underscore: 'a header name has an underscore',
};
const effects = {
  off: 'is off for this route',
  none: 'does nothing',
  fault: 'injects a fault',
  route: 'sends it on',
  unknown: 'is UNKNOWN to the simulator',
};

const tellers: { readonly [K in Kind]: Teller<K> } = {
  accepted: ({ listeners, chain, speaks }) => {
    const behind = chain === '' ? '' : `, filter chain "${chain}"`;
    return [
      'listener',
      `${listeners.map((name) => `"${name}"`).join(', then ')}${behind}; speaks ${handlers[speaks] ?? speaks}`,
    ];
  },
  closed: ({ listeners, reason }) => {
    const at = listeners.length === 0 ? '' : ` at ${listeners.map((name) => `"${name}"`).join(', then ')}`;
    return ['closed', `${describeCloseReason(reason)}${at}`];
  },
  cleaned: ({ changes }) => ['cleaned', ...changes.map(describeChange)],
  refused: ({ outcome }) => ['refused', `${String(outcome.status)}: ${refusals[outcome.reason]}`],
  'virtual-host': ({ name, domain, authority }) => [
    'host',
    `virtual host "${name}" by its domain "${domain}"${domain === authority ? '' : `, asked for "${authority}"`}`,
  ],
  'no-virtual-host': ({ authority }) => ['host', `no virtual host is for "${authority}": 404`],
  'passed-over': ({ route, reasons }) => ['not taken', `route "${route}": ${reasons.join('; ')}`],
  'others-passed-over': ({ pathFits, pathDiffers }) => {
    const parts = [
      pathDiffers === 0 ? undefined : `${count(pathDiffers, 'route')} for other paths`,
      pathFits === 0 ? undefined : `${count(pathFits, 'route')} for this path, with other conditions`,
    ].filter((part) => part !== undefined);
    return ['not taken', parts.join(', and ')];
  },
  route: ({ route, condition, behind }) => [
    'route',
    `"${route}" takes it (${condition})${behind === 0 ? '' : `; ${count(behind, 'route')} behind it not asked`}`,
  ],
  'no-route': () => ['route', 'none takes it: 404'],
  filters: ({ runs }) => ['filters', runs.map(({ name, effect }) => `${name} ${effects[effect]}`).join(', ')],
  fault: ({ onlyTo, delay, abort }) => {
    const met = onlyTo === undefined ? '' : `, of requests to "${onlyTo}"`;
    return [
      'fault',
      ...(delay === undefined
        ? []
        : [`waits ${describeDuration(delay.durationMs)} for ${describeShare(delay.probability)}${met}`]),
      ...(abort === undefined
        ? []
        : [`answers ${describeStatus(abort.status, abort.grpcStatus)} to ${describeShare(abort.probability)}${met}`]),
    ];
  },
  answer: ({ by, status, location, body }) => [
    by === 'redirect' ? 'redirect' : 'answer',
    [String(status), location === undefined ? '' : `to ${location}`, body === '' ? '' : `"${body.trim()}"`]
      .filter((part) => part !== '')
      .join(' '),
  ],
  denial: ({ text, status }) => ['DENIED', status === undefined ? text : `${String(status)}: ${text}`],
  rewrite: ({ clusters, changes, by }) => [
    by === 'envoy' ? 'by Envoy' : 'rewrite',
    ...ofClusters(clusters),
    ...changes.map(describeChange),
  ],
  'answer-headers': ({ clusters, changes }) => ['answer', ...ofClusters(clusters), ...changes],
  destination: ({ cluster, probability, ends }) => [
    'to',
    `${describeShare(probability)} cluster "${cluster}": ${ends.map(describeBranchEnd).join(', ')}`,
  ],
  timeouts: ({ values }) => ['timeout', ...values],
  retries: ({ values }) => ['retries', ...values],
  hash: ({ keys }) => [
    'hash',
    ...keys.map(({ kind, name, value, isTerminal }) => {
      const key = name === '' ? kind : `${kind} ${name}`;
      const last = isTerminal ? ', the last one looked at' : '';
      return value === undefined ? `${key}: the request has none` : `${key}: "${value}"${last}`;
    }),
  ],
  mirror: ({ mirror: { cluster, isKnown, probability }, authorities }) => [
    'mirror',
    isKnown
      ? `copies ${describeShare(probability)} to cluster "${cluster}" as ${authorities.map((each) => `"${each}"`).join(' or ')}`
      : `nothing: there is no cluster "${cluster}"`,
  ],
  unknown: ({ what }) => ['UNKNOWN', 'the simulator does not know these, and the real result may differ:', ...what],
};

/** A step in words. */
export function stepLines(step: ExplainedStep): StepLines {
  // A table by kind: each teller gets the step of its own kind, which the types cannot follow.
  const teller = tellers[step.kind] as (each: ExplainedStep) => ReturnType<Teller<Kind>>;
  const [label, ...lines] = teller(step);
  return {
    label,
    lines: lines.map((line, index) =>
      typeof line === 'string'
        ? { text: line, origin: index === 0 ? step.origin : undefined }
        : { text: line.name === 'attempts' ? line.value : `${line.name} ${line.value}`, origin: line.origin },
    ),
  };
}

function describeChange({ what, before, after }: ExplainedChange): string {
  if (before === undefined) return `${what}: "${after ?? ''}" added`;
  return after === undefined ? `${what}: "${before}" removed` : `${what}: "${before}" -> "${after}"`;
}

function ofClusters(clusters: readonly string[]): readonly string[] {
  return clusters.length === 0 ? [] : [`to ${clusters.map((name) => `"${name}"`).join(', ')}:`];
}

function describeBranchEnd(
  { kind, name, probability }: ExplainedEnd,
  _index: number,
  all: readonly ExplainedEnd[],
): string {
  const share = all.length === 1 ? '' : `${describeShare(probability)} `;
  switch (kind) {
    case 'workload':
      return share + name;
    case 'own-workload':
      return `${share}the program itself`;
    case 'outside':
      return `${share}${name}, where no known proxy is`;
    case 'unknown-cluster':
      return `${share}there is no such cluster: ${name}`;
    case 'no-endpoint':
      return `${share}it has no endpoint: ${name}`;
  }
}

function count(number: number, noun: string): string {
  return `${String(number)} ${noun}${number === 1 ? '' : 's'}`;
}
