import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { Service } from '../../../ir/service.js';
import type { Built } from '../built.js';
import { inboundClusterName } from '../listeners/inbound-cluster-name.js';
import { inboundFilter } from '../listeners/inbound-filter.js';
import { listener } from '../listeners/listener.js';
import type { ResourceChecker } from '../resource-checker.js';
import { requiredPort } from './required-port.js';

/** A port of the proxy's own for each port of the service, in front of the workload. */
export function inboundListeners(
  service: Service,
  { address, ports }: { readonly address: string; readonly ports: Readonly<Record<string, number>> },
  check: ResourceChecker,
): readonly Built<Listener>[] {
  return service.ports.map(({ name: port, protocol }) => {
    const name = inboundClusterName(port);
    return check({
      type: 'envoy.config.listener.v3.Listener',
      label: `listener "${name}"`,
      resource: {
        ...listener({ name, address, port: requiredPort(ports, port, 'inbound'), direction: 'INBOUND' }),
        filter_chains: [{ filters: [inboundFilter(name, protocol)] }],
      },
      origin: service.origin,
      origins: [[`listener/${name}`, service.origin]],
    });
  });
}
