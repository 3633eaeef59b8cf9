import { pack } from 'envoy-config-types';
import type { FilterChain, FilterChainMatch, Filter, Listener } from 'envoy-config-types/envoy/config/listener/v3';
import { alpnByProtocol } from './alpn.js';
import type { SecretSource } from './secret-source.js';
import { tlsContext, type TlsContextInput } from './tls-context.js';
import { tlsFilters } from './tls-filters.js';

/** Who may come in by a listener, and how. */
export interface InboundTlsInput {
  readonly trustDomain: string;
  /** SPIFFE ids. */
  readonly callers: readonly string[];
  readonly secrets: SecretSource;
  /** `permissive`: who speaks no TLS is let in as without it. */
  readonly mode: 'strict' | 'permissive';
}

/** A listener that asks callers for a certificate of the trust domain and lets in those that were declared. */
export function inboundTlsListener(listener: Listener, input: InboundTlsInput): Listener {
  const chains = listener.filter_chains ?? [];
  if (input.mode === 'strict') return { ...listener, filter_chains: chains.map((chain) => tlsChain(chain, input)) };
  const hasTcp = chains.some(({ filters = [] }) => !isHttp(filters));
  return {
    ...listener,
    listener_filters: [
      ...(listener.listener_filters ?? []),
      {
        name: 'envoy.filters.listener.tls_inspector',
        typed_config: pack('envoy.extensions.filters.listener.tls_inspector.v3.TlsInspector', {}),
      },
    ],
    // On a TCP port the server may be the one that speaks first; who is silent so long speaks no TLS.
    ...(hasTcp ? { listener_filters_timeout: '1s', continue_on_listener_filters_timeout: true } : {}),
    filter_chains: chains.flatMap((chain) => [
      { ...tlsChain(chain, input), filter_chain_match: tlsMatch(chain) },
      chain,
    ]),
  };
}

function tlsMatch({ filter_chain_match: match, filters = [] }: FilterChain): FilterChainMatch {
  return {
    ...match,
    transport_protocol: 'tls',
    ...(isHttp(filters) ? {} : { application_protocols: [alpnByProtocol.tcp] }),
  };
}

function tlsChain(chain: FilterChain, input: InboundTlsInput): FilterChain {
  const { filters = [] } = chain;
  const { trustDomain, callers, secrets } = input;
  return {
    ...chain,
    filters: tlsFilters(filters, callers),
    transport_socket: {
      name: 'envoy.transport_sockets.tls',
      typed_config: pack('envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext', {
        require_client_certificate: true,
        // A resumed session would go on with an identity that has ended since.
        disable_stateless_session_resumption: true,
        disable_stateful_session_resumption: true,
        common_tls_context: tlsContext({
          secrets,
          peers: isHttp(filters) ? [{ prefix: `spiffe://${trustDomain}/` }] : exactly(callers, trustDomain),
          alpnProtocols: isHttp(filters) ? [alpnByProtocol.http2, alpnByProtocol.http] : [],
        }),
      }),
    },
  };
}

/** A TCP caller that is not declared fails in the handshake, for after it a workload may be the first to speak. */
function exactly(callers: readonly string[], trustDomain: string): TlsContextInput['peers'] {
  // No list means everybody; the id of the trust domain is no workload's.
  const ids = callers.length === 0 ? [`spiffe://${trustDomain}`] : callers;
  return ids.map((exact) => ({ exact }));
}

function isHttp(filters: readonly Filter[]): boolean {
  return filters.some(({ name }) => name === 'envoy.filters.network.http_connection_manager');
}
