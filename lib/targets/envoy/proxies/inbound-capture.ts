import type { Listener } from 'envoy-config-types/envoy/config/listener/v3';
import type { Service } from '../../../ir/service.js';
import type { Built } from '../built.js';
import { inboundCaptureListener } from '../listeners/inbound-capture-listener.js';
import type { InboundPort } from '../listeners/inbound-ports.js';
import type { ResourceChecker } from '../resource-checker.js';
import { withOrigin } from './with-origin.js';

/** Builds the inbound listeners of pods; services with the same ports share one. */
export function createInboundCapture(
  check: ResourceChecker,
): (service: Service, ports: readonly InboundPort[]) => Built<Listener> {
  const knownByPorts = new Map<string, Built<Listener>>();
  return ({ origin }, ports) => {
    const key = JSON.stringify(ports);
    let built = knownByPorts.get(key);
    if (built === undefined) {
      built = check({
        type: 'envoy.config.listener.v3.Listener',
        label: 'listener "inbound"',
        resource: inboundCaptureListener(ports),
        origin,
      });
      knownByPorts.set(key, built);
    }
    return withOrigin(built, 'listener/inbound', origin);
  };
}
