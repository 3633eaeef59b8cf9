import type { LiveMesh } from '../../../control-plane/live-mesh.js';
import type { Service } from '../../../ir/service.js';
import type { RegistryContent } from '../../../registry/model/registry-content.js';
import type { components } from '../../client/generated.js';
import type { Handler } from '../../server/handler.js';
import { proxyStatus, type ProxyStatus } from '../proxies/proxy-status.js';

type Schemas = components['schemas'];

/** Says what is served, and to whom. */
export const getMesh: Handler = (_request, { live }) => {
  const ir = live.mesh()?.ir;
  const version = live.meshVersion();
  const content = live.registry.content();
  const body: Schemas['MeshSummary'] = {
    ...(ir === undefined ? {} : { name: ir.name }),
    ...(version === undefined ? {} : { version }),
    services: (ir?.services ?? []).map((service) => meshService(service, content)),
    groups: [...live.groups()],
    proxies: countProxies(live),
    registry: {
      services: content.services.size,
      instances: [...content.instances.values()].reduce((sum, ofService) => sum + ofService.size, 0),
      backends: [...live.registry.backends()],
    },
  };
  return { status: 200, body };
};

function meshService({ name, versions, ports }: Service, { instances }: RegistryContent): Schemas['MeshService'] {
  const ofService = [...(instances.get(name)?.values() ?? [])];
  return {
    name,
    versions: versions.map((version) => version.name),
    ports: ports.map((port) => port.name),
    instances: ofService.length,
    healthy: ofService.filter(({ status }) => status === 'healthy').length,
  };
}

function countProxies(live: LiveMesh): Schemas['ProxyCounts'] {
  const statuses = live.proxies().map(proxyStatus);
  const count = (wanted: ProxyStatus): number => statuses.filter((status) => status === wanted).length;
  const [synced, pending, refused] = [count('synced'), count('pending'), count('refused')];
  return { connected: synced + pending + refused, synced, pending, refused };
}
