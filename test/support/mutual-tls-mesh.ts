import { createCodec } from 'envoy-config-types/codec';
import { afterAll } from 'vitest';
import { createMutualTls, type MutualTlsOptions } from '../../lib/control-plane/mutual-tls/create-mutual-tls.js';
import { identitySecrets } from '../../lib/control-plane/mutual-tls/identity-secrets.js';
import { meshIdentities } from '../../lib/control-plane/mutual-tls/mesh-identities.js';
import type { ResourceSet } from '../../lib/envoy-resources/resource-set.js';
import type { Identity, IdentityProvider } from '../../lib/identity/identity-provider.js';
import type { MeshIr } from '../../lib/ir/mesh-ir.js';
import { adsBootstrap } from '../../lib/envoy-resources/ads-bootstrap.js';
import { createSnapshotEncoder } from '../../lib/xds/encode-resources.js';
import { startXdsServer } from '../../lib/xds/server/start-xds-server.js';
import type { XdsEvent } from '../../lib/xds/server/xds-event.js';
import { compiled } from './compiled.js';
import { startLocalMesh, type LocalMesh } from './local-mesh.js';

/** Who an instance says it is, where that is not what the mesh says. */
interface Pretence {
  readonly provider: IdentityProvider;
  readonly spiffeId: string;
}

/** A mesh of Envoys that get everything from a server, their certificates too. It ends with the test file. */
export interface MutualTlsMesh {
  readonly mesh: LocalMesh;
  /** How often an instance was given an identity. */
  readonly rotations: (instance: string) => number;
  readonly identityOf: (instance: string) => Identity;
  /** Goes on with other options. */
  readonly change: (options: MutualTlsOptions) => void;
  readonly events: XdsEvent[];
}

const closeAtEnd: (() => void)[] = [];
// Vitest loads this module anew for each test file, so this is the end of that file.
afterAll(() => {
  for (const close of closeAtEnd.splice(0).reverse()) close();
});

/** Starts server and proxies. */
export async function startMutualTlsMesh(options: {
  readonly envoy: string;
  readonly ir: MeshIr;
  readonly proxies: readonly string[];
  readonly provider: IdentityProvider;
  readonly pretences?: Readonly<Record<string, Pretence>>;
  readonly mutualTls?: MutualTlsOptions;
  /** Changes what the compiler made. */
  readonly edit?: (resources: ResourceSet) => ResourceSet;
}): Promise<MutualTlsMesh> {
  const { provider, pretences = {}, ir, proxies } = options;
  const codec = createCodec();
  const encode = createSnapshotEncoder(codec);
  const events: XdsEvent[] = [];
  const server = await startXdsServer({ address: '127.0.0.1:0', onEvent: (event) => void events.push(event) });
  closeAtEnd.push(server.close);
  let mutualTls = createMutualTls(compiled(ir), options.mutualTls);
  const plain = new Map<string, { readonly kind: 'sidecar' | 'gateway'; readonly resources: ResourceSet }>();
  const identities = new Map<string, Identity>();
  const rotations = new Map<string, number>();
  const publish = (name: string): void => {
    const [group, identity] = [plain.get(name), identities.get(name)];
    if (group === undefined || identity === undefined) return;
    const resources = mutualTls({ ...group, owner: name });
    server.setSnapshot(name, encode({ ...resources, secrets: identitySecrets(identity) }));
  };
  const { ofGroup } = meshIdentities(compiled(ir));
  for (const name of proxies) {
    const own = ofGroup({ kind: name.includes('/') ? 'sidecar' : 'gateway', owner: name }) ?? '';
    const { provider: from, spiffeId } = pretences[name] ?? { provider, spiffeId: own };
    const stop = from.follow(spiffeId, (identity) => {
      identities.set(name, identity);
      rotations.set(name, (rotations.get(name) ?? 0) + 1);
      publish(name);
    });
    closeAtEnd.push(stop);
  }
  const mesh = await startLocalMesh({
    ...options,
    bootstrap: (config) => {
      const kind = config.kind === 'gateway' ? 'gateway' : 'sidecar';
      plain.set(config.name, { kind, resources: options.edit?.(config.resources) ?? config.resources });
      publish(config.name);
      return adsBootstrap(config.bootstrap, { host: '127.0.0.1', port: server.port, variant: 'delta' });
    },
  });
  return {
    mesh,
    rotations: (instance) => rotations.get(instance) ?? 0,
    identityOf: (instance) => {
      const identity = identities.get(instance);
      if (identity === undefined) throw new Error(`"${instance}" has no identity yet`);
      return identity;
    },
    change: (next) => {
      mutualTls = createMutualTls(compiled(ir), next);
      for (const name of plain.keys()) publish(name);
    },
    events,
  };
}
