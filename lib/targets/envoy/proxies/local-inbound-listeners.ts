import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { Service } from '../../../ir/service.js';
import type { Built } from '../built.js';
import type { LocalInstance } from '../environment.js';
import { inboundClusterName } from '../listeners/inbound-cluster-name.js';
import { inboundFilter } from '../listeners/inbound-filter.js';
import { listener } from '../listeners/listener.js';
import type { ResourceChecker } from '../resource-checker.js';
import { requiredPort } from './required-port.js';

/** A loopback port for each port of the service, in front of the workload. */
export function localInboundListeners(
  service: Service,
  instance: LocalInstance,
  check: ResourceChecker,
): readonly Built<Listener>[] {
  return service.ports.map(({ name: port, protocol }) => {
    const name = inboundClusterName(port);
    return check({
      type: 'envoy.config.listener.v3.Listener',
      label: `listener "${name}"`,
      resource: {
        ...listener({
          name,
          address: '127.0.0.1',
          port: requiredPort(instance.inboundPorts, port, 'inbound'),
          direction: 'INBOUND',
        }),
        filter_chains: [{ filters: [inboundFilter(name, protocol)] }],
      },
      origin: service.origin,
      origins: [[`listener/${name}`, service.origin]],
    });
  });
}
