import type { Cluster } from 'envoy-config-types/envoy/config/cluster/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { stableJson } from '../../../util/stable-json.js';
import type { SimulatedCluster } from '../../proxy/simulated-cluster.js';
import type { Note } from '../note.js';
import { noteUnknownFields } from '../note-unknown-fields.js';
import { typeName } from '../type-name.js';
import { knownClusterFields } from './known-cluster-fields.js';
import { readEndpoints } from './read-endpoints.js';
import { readUpstreamTls } from './read-upstream-tls.js';

const discoveryByType = {
  STATIC: 'static',
  STRICT_DNS: 'dns',
  LOGICAL_DNS: 'dns',
  EDS: 'eds',
  ORIGINAL_DST: 'original-dst',
} as const;
const discoveryByCustomType: Readonly<Record<string, SimulatedCluster['discovery']>> = {
  'envoy.extensions.clusters.dns.v3.DnsCluster': 'dns',
};
const httpOptions = 'envoy.extensions.upstreams.http.v3.HttpProtocolOptions';
/** Fields of a cluster's HTTP options that change how it speaks, not whether and where a request gets. */
const knownOfHttp = new Set([
  '@type',
  'common_http_protocol_options',
  'upstream_http_protocol_options',
  'explicit_http_config',
  'use_downstream_protocol_config',
  'auto_config',
  'outlier_detection',
]);

/** Reads a cluster as far as it says where requests get to; one of type EDS gets its endpoints joined. */
export function readCluster(cluster: Cluster, assignments: readonly ClusterLoadAssignment[]): SimulatedCluster {
  const unknown: string[] = [];
  const note: Note = (field) => void unknown.push(`cluster "${cluster.name}": ${field}`);
  noteUnknownFields(cluster, knownClusterFields, note);
  noteHttpOptions(cluster, note);
  const discovery = readDiscovery(cluster, note);
  const assignment = discovery === 'eds' ? findAssignment(cluster, assignments) : cluster.load_assignment;
  if (discovery === 'eds' && assignment === undefined) note('its endpoints, which are not there');
  return {
    name: cluster.name,
    discovery,
    endpoints: assignment === undefined ? [] : readEndpoints(cluster, assignment, note),
    tls: readUpstreamTls(cluster, note),
    content: contentOf(cluster, assignment),
    unknown,
  };
}

function readDiscovery(cluster: Cluster, note: Note): SimulatedCluster['discovery'] {
  if (cluster.cluster_type === undefined) return discoveryByType[cluster.type ?? 'STATIC'];
  const custom = discoveryByCustomType[typeName(cluster.cluster_type.typed_config) ?? ''];
  if (custom === undefined) note(`cluster_type: "${cluster.cluster_type.name}"`);
  return custom ?? 'unknown';
}

function findAssignment(
  { name, eds_cluster_config: eds }: Cluster,
  assignments: readonly ClusterLoadAssignment[],
): ClusterLoadAssignment | undefined {
  const service = eds?.service_name ?? '';
  return assignments.find(({ cluster_name: assigned }) => assigned === (service === '' ? name : service));
}

function noteHttpOptions({ typed_extension_protocol_options: options = {} }: Cluster, note: Note): void {
  for (const [name, config] of Object.entries(options)) {
    const field = `typed_extension_protocol_options: "${name}"`;
    if (typeName(config) !== httpOptions) note(field);
    else
      noteUnknownFields(config, knownOfHttp, (inner) => {
        note(`${field}: ${inner}`);
      });
  }
}

/** Names are left out: they are what two clusters that do the same may differ in. */
function contentOf(cluster: Cluster, assignment: ClusterLoadAssignment | undefined): string {
  const nameless = { ...cluster, name: undefined, alt_stat_name: undefined, eds_cluster_config: undefined };
  return stableJson({ ...nameless, load_assignment: assignment && { ...assignment, cluster_name: undefined } }, 0);
}
