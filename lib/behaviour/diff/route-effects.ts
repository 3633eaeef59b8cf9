import type { HeaderMutations } from '../../simulate/headers/header-mutations.js';
import type { HttpManager } from '../../simulate/http-manager.js';
import type { SimulatedNetwork } from '../../simulate/network/simulated-network.js';
import type { SimulatedProxy } from '../../simulate/proxy/simulated-proxy.js';
import { multiply } from '../../simulate/rational/multiply.js';
import type { MirrorHost } from '../../simulate/route/mirror-rule.js';
import type { ForwardAction, RedirectAction, WeightedChoice } from '../../simulate/route/route-action.js';
import type { SimulatedRoute } from '../../simulate/route/simulated-route.js';
import { memoiseByObject } from '../../util/memoise-by-object.js';
import { describeHeaderMutations } from '../explain/describe-header-mutations.js';
import { describeShare } from '../explain/describe-share.js';
import { answerWords } from './answer-words.js';
import { destinationShares, joinShares, placeText, type DestinationShare } from './destination-share.js';
import { faultAspects } from './fault-aspects.js';
import { policyAspects } from './policy-aspects.js';
import { rewriteAspects } from './rewrite-aspects.js';
import type { RouteAspect } from './route-aspect.js';
import type { RouteEffect } from './route-effect.js';

/** Where routes stand, and what their clusters' names mean there. */
export interface RoutePlace {
  readonly proxy: SimulatedProxy;
  readonly manager: HttpManager;
  readonly network: SimulatedNetwork;
}

const noRoute: RouteEffect = {
  kind: 'no-route',
  shares: [],
  status: 404,
  decision: '404: no route',
  aspects: [{ kind: 'routing', name: 'answer', text: '404: no route' }],
  text: '404: no route',
};

/** Says what each route of a place does; undefined is the answer to requests that no route takes. */
export function routeEffects(place: RoutePlace): (route: SimulatedRoute | undefined) => RouteEffect {
  const effectOf = memoiseByObject((route: SimulatedRoute) => readEffect(route, place));
  return (route) => (route === undefined ? noRoute : effectOf(route));
}

function readEffect(route: SimulatedRoute, place: RoutePlace): RouteEffect {
  const start = readAction(route, place);
  const unknown = route.unknown.map((note) => note.slice(note.lastIndexOf('": ') + 3)).sort();
  const aspects: readonly RouteAspect[] = [
    ...start.aspects,
    // Nobody gets the headers of a request that the proxy answers itself.
    ...headerAspect('request headers', start.kind === 'forward' ? mutationsText(route.requestMutations) : ''),
    ...headerAspect('response headers', mutationsText(route.responseMutations)),
    ...faultAspects(route, place.manager),
    ...(unknown.length === 0
      ? []
      : [{ kind: 'connection' as const, name: 'further fields', text: unknown.join(', ') }]),
  ];
  return { ...start, aspects, text: aspects.map(({ name, text }) => `${name}: ${text}`).join('\n') };
}

function mutationsText(mutations: readonly HeaderMutations[]): string {
  return mutations.flatMap(describeHeaderMutations).join('; ');
}

function headerAspect(name: string, text: string): readonly RouteAspect[] {
  return text === '' ? [] : [{ kind: 'headers', name, text }];
}

type EffectStart = Omit<RouteEffect, 'text'>;

function readAction(route: SimulatedRoute, place: RoutePlace): EffectStart {
  const { action } = route;
  switch (action.kind) {
    case 'forward':
      return readForward(route, action, place);
    case 'redirect': {
      const decision = redirectWords(action);
      const aspects = [{ kind: 'redirect' as const, name: 'answer', text: decision }];
      const rewrite = rewriteAspects(route.condition.path, { path: action.path, host: undefined });
      return { kind: 'redirect', shares: [], status: action.status, decision, aspects: [...aspects, ...rewrite] };
    }
    case 'direct-response': {
      const decision = `${action.status} from the proxy`;
      const aspects = [{ kind: 'routing' as const, name: 'answer', text: answerWords(action) }];
      return { kind: 'answer', shares: [], status: action.status, decision, aspects };
    }
    case 'unknown': {
      const decision = 'something that is not known';
      const aspects = [{ kind: 'routing' as const, name: 'answer', text: decision }];
      return { kind: 'unknown', shares: [], status: undefined, decision, aspects };
    }
  }
}

function redirectWords({ status, scheme, host, port, fullPath, stripQuery }: RedirectAction): string {
  const parts = [
    scheme === undefined ? '' : `scheme ${scheme}`,
    host === undefined ? '' : `host ${host}`,
    port === undefined ? '' : `port ${port}`,
    fullPath === undefined ? '' : `path ${fullPath}`,
    stripQuery ? 'without query' : '',
  ].filter((part) => part !== '');
  return [`${status} redirect`, ...(parts.length === 0 ? [] : [`to ${parts.join(', ')}`])].join(' ');
}

function readForward(route: SimulatedRoute, action: ForwardAction, place: RoutePlace): EffectStart {
  const chosen = action.choices.filter(({ weight }) => weight > 0);
  const shares = joinShares(chosen.flatMap((choice) => sharesOf(choice, place)));
  const decision = shares.map((share) => partText(share, shares.length)).join(', ');
  const extras = chosen
    .map((choice) => [choiceWords(choice), sharesOf(choice, place).map(placeText).join(', ')] as const)
    .filter(([words]) => words !== '')
    .map(([words, to]) => `${to}: ${words}`)
    .sort();
  const aspects: readonly RouteAspect[] = [
    { kind: 'routing', name: 'destination', text: decision },
    ...headerAspect('headers by destination', extras.join('; ')),
    ...(action.randomValueHeader === undefined
      ? []
      : [{ kind: 'split' as const, name: 'header that decides the split', text: action.randomValueHeader }]),
    ...rewriteAspects(route.condition.path, action),
    ...policyAspects(action, place.manager),
    ...mirrorAspects(action, place),
  ];
  return { kind: 'forward', shares, status: undefined, decision, aspects };
}

/** Mirrors as a set: in which order copies are made, nobody sees. */
function mirrorAspects({ mirrors }: ForwardAction, place: RoutePlace): readonly RouteAspect[] {
  const texts = mirrors
    .filter(({ probability }) => probability.numerator > 0)
    .map((mirror) => {
      const to = sharesOf({ ...mirror, probability: { numerator: 1, denominator: 1 } }, place);
      const all = to.map((share) => partText(share, to.length)).join(' and ');
      return `${describeShare(mirror.probability)} to ${all}, with ${hostWords(mirror.host)}`;
    })
    .sort();
  return texts.length === 0 ? [] : [{ kind: 'routing', name: 'mirrors', text: texts.join('; ') }];
}

function hostWords(host: MirrorHost): string {
  switch (host.kind) {
    case 'shadow':
      return '-shadow behind its host';
    case 'same':
      return 'the same host';
    case 'literal':
      return `host ${host.host}`;
  }
}

function partText(share: DestinationShare, count: number): string {
  return count === 1 ? placeText(share) : `${placeText(share)} ${describeShare(share.probability)}`;
}

function sharesOf(
  { cluster, probability }: Pick<WeightedChoice, 'cluster' | 'probability'>,
  { proxy, network }: RoutePlace,
): DestinationShare[] {
  if (cluster.kind === 'header') return [{ who: `what header ${cluster.header} names`, port: undefined, probability }];
  const found = proxy.clusters.get(cluster.name);
  if (found === undefined) return [{ who: '', port: undefined, probability }];
  return destinationShares(found, network).map((share) => ({
    ...share,
    probability: multiply(probability, share.probability),
  }));
}

function choiceWords({ requestMutations, responseMutations, host }: WeightedChoice): string {
  const request = mutationsText([requestMutations]);
  const response = mutationsText([responseMutations]);
  return [
    request === '' ? '' : `request ${request}`,
    response === '' ? '' : `response ${response}`,
    host === undefined ? '' : `host ${host}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}
