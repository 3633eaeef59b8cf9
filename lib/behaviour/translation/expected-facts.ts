import type { EffectiveHttpRoute, EffectiveRetries } from '../../ir/effective-mesh.js';
import type { HeaderOperations } from '../../ir/header-operations.js';
import type { MatchTerm } from '../../ir/match.js';
import type { FaultPolicy } from '../../ir/policies/fault.js';
import type { HashKey } from '../../ir/policies/load-balancing.js';
import type { RedirectAction } from '../../ir/route.js';
import type { HeaderLine } from '../../simulate/headers/header-line.js';
import type { Message } from '../../simulate/headers/message.js';
import { toRational } from '../../simulate/rational/to-rational.js';
import { expectedPath } from './expected-path.js';
import type { FaultFacts, OutcomeFacts, RetryFacts } from './outcome-facts.js';
import { sampleText } from './sample-text.js';

/** What a route is read with. */
export interface ExpectedInput {
  readonly route: EffectiveHttpRoute;
  /** The term of its match that took the samples. */
  readonly term: MatchTerm;
  readonly samples: readonly Message[];
  /** The cluster of a destination, by its name. */
  readonly cluster: (destination: string) => string;
  /** The authority that a destination asks for; undefined keeps that of the request. */
  readonly host: (destination: string) => string | undefined;
}

/** What a route of the effective mesh does with samples of requests, told from the mesh's own words. */
export function expectedFacts(input: ExpectedInput): OutcomeFacts {
  const { route, samples, term } = input;
  const { action, retries, fault, timeout } = route;
  if (action.kind === 'redirect')
    return {
      kind: 'redirect',
      status: action.status,
      samples: samples.map((sample) => expectedLocation(action, sample, term)),
    };
  const parts = action.destinations
    .filter(({ weight }) => weight > 0)
    .map((each) => ({ ...each, millionths: Math.round(each.weight * 1e6) }));
  const total = parts.reduce((sum, { millionths }) => sum + millionths, 0);
  return {
    kind: 'forward',
    shares: Object.fromEntries(
      parts.map(({ destination, millionths }) => {
        const { numerator, denominator } = toRational(millionths, total);
        return [input.cluster(destination), `${numerator}/${denominator}`];
      }),
    ),
    requestTimeoutMs: timeout.requestMs.value,
    idleTimeoutMs: timeout.idleMs.value,
    retries: retries === undefined ? undefined : retryFacts(retries),
    hashOn: action.hashOn.map(hashText),
    fault: fault === undefined ? undefined : faultFacts(fault),
    samples: samples.flatMap((sample) =>
      parts.map(({ destination }) =>
        sampleText({
          cluster: input.cluster(destination),
          authority: action.rewrite?.host ?? input.host(destination) ?? sample.authority,
          path: expectedPath(action.rewrite?.path, sample.path, term.paths[0]),
          requestHeaders: operated(sample.headers, route.requestHeaders),
          responseHeaders: operated(sample.headers, route.responseHeaders),
        }),
      ),
    ),
  };
}

function operated(lines: readonly HeaderLine[], operations: HeaderOperations | undefined): readonly HeaderLine[] {
  if (operations === undefined) return lines;
  const gone = new Set([...operations.remove, ...operations.set.map(({ name }) => name)]);
  const line = ({ name, value }: HeaderOperations['set'][number]): HeaderLine => [name, value];
  return [...lines.filter(([name]) => !gone.has(name)), ...operations.set.map(line), ...operations.add.map(line)];
}

function expectedLocation(action: RedirectAction, sample: Message, { paths }: MatchTerm): string {
  const scheme = action.scheme ?? sample.scheme;
  const [name = '', port] = sample.authority.split(':');
  const newPort = action.port ?? (action.host === undefined ? port : undefined);
  const path = expectedPath(action.path, sample.path, paths[0]);
  const kept = action.stripQuery ? path.replace(/\?.*$/s, '') : path;
  return `${scheme}://${action.host ?? name}${newPort === undefined ? '' : `:${newPort}`}${kept}`;
}

function hashText(key: HashKey): string {
  return key.kind === 'source-ip' ? 'source-ip ' : `${key.kind} ${key.name}`;
}

function retryFacts({
  attempts,
  on,
  statusCodes,
  perTryTimeoutMs,
  backOffBaseMs,
  backOffMaxMs,
}: EffectiveRetries): RetryFacts {
  return {
    attempts: attempts.value,
    on: [...on.value, ...statusCodes.value.map(String)].sort(),
    perTryTimeoutMs: perTryTimeoutMs?.value ?? 'none',
    backOffMs: [backOffBaseMs.value, backOffMaxMs.value],
  };
}

function faultFacts({ delay, abort }: FaultPolicy): FaultFacts {
  return {
    delay: delay === undefined ? undefined : `${delay.durationMs} ms ${percentText(delay.percent)}`,
    abort: abort === undefined ? undefined : `${abort.status.kind} ${abort.status.code} ${percentText(abort.percent)}`,
  };
}

function percentText(percent: number): string {
  const { numerator, denominator } = toRational(Math.round(percent * 1e4), 1e6);
  return `${numerator}/${denominator}`;
}
