import type { TcpChoice } from '../../simulate/proxy/simulated-proxy.js';
import { multiply } from '../../simulate/rational/multiply.js';
import { describeShare } from '../explain/describe-share.js';
import { compareEffects } from './compare-effects.js';
import { destinationShares, joinShares, placeText } from './destination-share.js';
import type { Edge } from './edge.js';
import type { Finding } from './finding.js';
import type { ProxySide } from './proxy-side.js';
import type { RouteEffect } from './route-effect.js';
import { severityOf } from './severity-of.js';

/** One revision of the clusters that share the connections to a port. */
export interface TcpSide {
  readonly side: ProxySide;
  readonly choices: readonly TcpChoice[];
}

/** Where the connections to a TCP port of a callee go, before and after. */
export function compareTcp(
  before: TcpSide,
  after: TcpSide,
  { port, address }: { readonly port: number; readonly address: string | undefined },
): readonly Finding[] {
  const [was, is] = [effectOf(before), effectOf(after)];
  if (was.text === is.text) return [];
  const edge = findEdge(after.side, port, address);
  const pairs = compareEffects(was, is);
  const from = after.side.config.name;
  return [
    {
      from,
      to: edge === undefined ? `port ${port}` : `${edge.callee}:${port}`,
      when: 'every connection',
      witness: edge === undefined ? undefined : { from, method: 'GET', url: `tcp://${edge.host}:${port}`, headers: [] },
      before: was.decision,
      after: is.decision,
      aspects: pairs.map((pair) => ({
        kind: (pair.after ?? pair.before)?.kind ?? 'routing',
        name: (pair.after ?? pair.before)?.name ?? 'destination',
        before: pair.before?.text,
        after: pair.after?.text,
        beforeOrigin: findEdge(before.side, port, address)?.routeOrigin,
        afterOrigin: edge?.routeOrigin,
      })),
      severity: severityOf(was, is, pairs),
      routes: { before: undefined, after: undefined },
    },
  ];
}

function effectOf({ side: { proxy, side }, choices }: TcpSide): RouteEffect {
  const shares = joinShares(
    choices.flatMap(({ cluster, probability }) => {
      const found = proxy.clusters.get(cluster);
      if (found === undefined) return [{ who: '', port: undefined, probability }];
      return destinationShares(found, side.simulated.network).map((share) => ({
        ...share,
        probability: multiply(probability, share.probability),
      }));
    }),
  );
  const decision = shares.map((share) => `${placeText(share)} ${describeShare(share.probability)}`).join(', ');
  const aspects = [{ kind: 'routing' as const, name: 'destination', text: decision }];
  return { kind: 'forward', shares, status: undefined, decision, aspects, text: decision };
}

function findEdge({ side, config }: ProxySide, port: number, address: string | undefined): Edge | undefined {
  const edges = (side.edgesByProxy.get(config.name) ?? []).filter((edge) => edge.port === port && !edge.isHttp);
  return edges.find((edge) => edge.address === address) ?? edges[0];
}
