import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { hasErrors } from '../../diagnostics/has-errors.js';
import type { ProxyConfig } from '../../envoy-resources/proxy-config.js';
import type { EffectiveMesh } from '../../ir/effective-mesh.js';
import { emitEnvoy } from '../../targets/envoy/emit-envoy.js';
import type { Environment } from '../../targets/envoy/environment.js';
import { nodeGroup } from '../../xds/node-id.js';
import { grpcCertificateProvider } from '../grpc/grpc-certificate-provider.js';
import { grpcGroups } from '../grpc/grpc-groups.js';
import { createMutualTls, type MutualTlsOptions } from '../mutual-tls/create-mutual-tls.js';
import { meshIdentities } from '../mutual-tls/mesh-identities.js';
import { planServedPorts, type PortRange } from '../plan-served-ports.js';
import type { SidecarTraffic } from '../sidecar-traffic.js';
import type { NodeConfiguration } from './node-configuration.js';

/** How proxies listen. */
export interface GroupOptions {
  /** How the connections of workloads get into their sidecars. @default 'loopback' */
  readonly traffic?: SidecarTraffic | undefined;
  /** Address of gateways and of the inbound side of sidecars. */
  readonly inboundAddress: string;
  readonly ports: PortRange;
  /** @default - everybody speaks in the clear */
  readonly mutualTls?: MutualTlsOptions | undefined;
  /** Whether gRPC clients have certificates and speak mutual TLS with callees. @default false */
  readonly areGrpcClientsSecure?: boolean;
}

/** What a mesh is to its nodes. */
export interface CompiledGroups {
  /** By `<kind>~<owner>`. Absent when there are errors: all groups are served or none. */
  readonly groups?: ReadonlyMap<string, NodeConfiguration>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a mesh to what each group of nodes is to hold. Reports what `emitEnvoy` and `grpcGroups` do. */
export function compileGroups(mesh: EffectiveMesh, options: GroupOptions): CompiledGroups {
  const { mutualTls, areGrpcClientsSecure = false } = options;
  const { proxies, diagnostics } = emitEnvoy(mesh, environmentOf(mesh, options));
  const { trustDomain, namespace } = mesh.ir;
  const security = { certificateProvider: grpcCertificateProvider, trustDomain, namespace };
  const clients = grpcGroups(mesh, areGrpcClientsSecure ? { security } : {});
  const found = [...diagnostics, ...clients.flatMap((client) => client.diagnostics)];
  if (hasErrors(found)) return { diagnostics: found };
  const ownersOf = options.traffic === 'captured' ? versionOwners(mesh) : onlyItself;
  const envoys = proxies.flatMap((config) =>
    ownersOf(config).map((owner): [string, NodeConfiguration] => {
      const kind = config.kind === 'gateway' ? 'gateway' : 'sidecar';
      const { resources, bootstrap } = config;
      return [
        nodeGroup({ kind, owner }),
        {
          kind,
          owner,
          resources,
          bootstrap,
          // Made when somebody asks, as the target does it.
          get origins() {
            return config.origins;
          },
        },
      ];
    }),
  );
  const grpc = clients.map(({ group, resources, origins, notes }): [string, NodeConfiguration] => [
    group,
    { kind: 'grpc', owner: group.slice(group.indexOf('~') + 1), resources, origins, notes },
  ]);
  const groups = new Map([...envoys, ...grpc]);
  return { groups: mutualTls === undefined ? groups : withMutualTls(mesh, groups, mutualTls), diagnostics: found };
}

function environmentOf(mesh: EffectiveMesh, { traffic, inboundAddress, ports }: GroupOptions): Environment {
  if (traffic === 'captured') return { kind: 'captured' };
  return { kind: 'served', inboundAddress, ...planServedPorts(mesh, ports) };
}

function onlyItself({ name }: ProxyConfig): readonly string[] {
  return [name];
}

/** The versions of a service have one configuration in pods, for their listeners name no port of a version's own. */
function versionOwners(mesh: EffectiveMesh): (config: ProxyConfig) => readonly string[] {
  const versions = new Map(mesh.ir.services.map((service) => [service.name, service.versions]));
  return (config) =>
    config.kind === 'gateway'
      ? onlyItself(config)
      : (versions.get(config.name) ?? []).map(({ name }) => `${config.name}/${name}`);
}

function withMutualTls(
  mesh: EffectiveMesh,
  groups: ReadonlyMap<string, NodeConfiguration>,
  options: MutualTlsOptions,
): ReadonlyMap<string, NodeConfiguration> {
  const secure = createMutualTls(mesh, options);
  const { ofGroup } = meshIdentities(mesh);
  return new Map(
    [...groups].map(([group, configuration]) => {
      const { kind, owner, bootstrap, notes } = configuration;
      const spiffeId = ofGroup(configuration);
      return [
        group,
        {
          kind,
          owner,
          resources: secure(configuration),
          ...(bootstrap === undefined ? {} : { bootstrap }),
          ...(notes === undefined ? {} : { notes }),
          // gRPC clients have their certificates in files.
          ...(spiffeId === undefined || kind === 'grpc' ? {} : { spiffeId }),
          get origins() {
            return configuration.origins;
          },
        },
      ];
    }),
  );
}
