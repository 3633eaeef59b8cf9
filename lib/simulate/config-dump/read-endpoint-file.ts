import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { messageOf } from '../../util/message-of.js';
import { recordsAt } from './records-at.js';

/** Endpoints that were read, or why there are none. */
export interface ReadEndpointFile {
  readonly endpoints: readonly ClusterLoadAssignment[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads endpoints that a dump came without: a dump that has them, an answer of EDS (`resources`), or a list of
 * `ClusterLoadAssignment`. Reports `config-dump-malformed`.
 *
 * @param name what to call the file
 */
export function readEndpointFile(text: string, name: string): ReadEndpointFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return malformed(`${name} is not JSON: ${messageOf(error)}`);
  }
  const candidates = [
    ...recordsAt(value, []),
    ...recordsAt(value, ['resources']),
    ...recordsAt(value, ['configs', 'static_endpoint_configs', 'endpoint_config']),
    ...recordsAt(value, ['configs', 'dynamic_endpoint_configs', 'endpoint_config']),
  ];
  const endpoints = candidates.filter((each) => typeof each['cluster_name'] === 'string');
  if (endpoints.length === 0) return malformed(`${name} has no endpoints: no "cluster_name" is where it should be`);
  // They have the name that only this message has, and Envoy or its control plane wrote them.
  return { endpoints: endpoints as unknown as readonly ClusterLoadAssignment[], diagnostics: [] };
}

function malformed(message: string): ReadEndpointFile {
  const hint = 'give a /config_dump?include_eds, or a JSON list of ClusterLoadAssignment';
  return { endpoints: [], diagnostics: [createDiagnostic('config-dump-malformed', { message, hint })] };
}
