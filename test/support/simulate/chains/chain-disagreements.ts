import { acceptConnection } from '../../../../lib/simulate/proxy/accept-connection.js';
import { readProxy } from '../../../../lib/simulate/proxy/read-proxy.js';
import type { CaseConnection, ChainCase } from './chain-case.js';
import { chainListeners } from './chain-listeners.js';
import type { ChainObservation, ObservedChainCase } from './run-chain-cases.js';

/** A connection of which Envoy and the simulator say differently what becomes of it. */
export interface ChainDisagreement {
  readonly connection: CaseConnection;
  readonly envoy: string;
  readonly simulator: string;
}

/** Asks the simulator what Envoy was asked, and says where they differ. */
export function chainDisagreements(each: ChainCase, observed: ObservedChainCase): readonly ChainDisagreement[] {
  const { ports, observations } = observed;
  const place = { name: 'case', ports, logPath: '', certificate: { key: '', cert: '' } };
  const proxy = readProxy({
    name: 'differential',
    listeners: chainListeners(each, place),
    routes: [],
    clusters: [{ name: 'echo' }],
    endpoints: [],
  });
  return observations.flatMap((observation, index) => {
    const connection = each.connections[index];
    if (connection === undefined || observation === undefined) return [];
    const accepted = acceptConnection(proxy, {
      destinationAddress: connection.destination,
      destinationPort: ports.own,
      sourceAddress: connection.source,
      sourcePort: observation.sourcePort,
      tls: connection.tls && {
        serverName: connection.tls.serverName,
        applicationProtocols: connection.tls.applicationProtocols,
      },
    });
    const simulator = accepted.kind === 'accepted' ? accepted.chain.name : accepted.reason;
    const envoy = toldBy(observation, simulator);
    return envoy === simulator ? [] : [{ connection, envoy, simulator }];
  });
}

/** Envoy logs the chain also where TLS fails then: that shows in what the client gets. */
function toldBy({ chain, received }: ChainObservation, expected: string): string {
  if (chain === undefined) return 'no-listener';
  if (chain === '-') return 'no-chain';
  if (expected === 'tls-expected' || expected === 'tls-unexpected')
    return received === '' || received.startsWith('HTTP/1.1 400') ? expected : `${chain} with "${received}"`;
  return chain;
}
