import type { Bootstrap } from 'envoy-config-types/envoy/config/bootstrap/v3';
import type { ClusterLoadAssignment } from 'envoy-config-types/envoy/config/endpoint/v3';
import { createDiagnostic } from '../../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../diagnostics/diagnostic.js';
import { messageOf } from '../../util/message-of.js';
import { readProxy, type ProxyInput } from '../proxy/read-proxy.js';
import type { ConfigDump } from './config-dump.js';
import { isRecord } from './is-record.js';
import type { JsonRecord } from './json-record.js';
import { recordsAt } from './records-at.js';

/** A dump that was read, or why there is none. */
export interface ReadConfigDump {
  /** Absent where there are errors. */
  readonly dump?: ConfigDump;
  readonly diagnostics: readonly Diagnostic[];
}

const hint = 'fetch it from the admin port of an Envoy: curl http://127.0.0.1:9901/config_dump?include_eds';
const sectionName = /^type\.googleapis\.com\/envoy\.admin\.v3\.(\w+)ConfigDump$/;

/** How a dump is read. */
export interface ReadDumpOptions {
  /** What to call the dump, for example its file. */
  readonly name: string;
  /** Endpoints that the dump came without; where the dump has them too, its own hold. */
  readonly endpoints: readonly ClusterLoadAssignment[];
}

/**
 * Reads what `/config_dump` of any Envoy answers, with or without `include_eds`. Reports `config-dump-malformed`,
 * `config-dump-without-listener`, `config-dump-incomplete`.
 */
export function readConfigDump(text: string, options: ReadDumpOptions): ReadConfigDump {
  const { name } = options;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return malformed(`${name} is not JSON: ${messageOf(error)}`);
  }
  const configs = isRecord(value) ? value['configs'] : undefined;
  if (!Array.isArray(configs)) return malformed(`${name} is no dump of an Envoy: it has no list "configs"`);
  const sections = new Map<string, JsonRecord>();
  for (const section of configs.filter(isRecord)) {
    const kind = sectionName.exec(String(section['@type']))?.[1];
    if (kind !== undefined) sections.set(kind, section);
  }
  if (sections.size === 0) return malformed(`${name} is no dump of an Envoy: "configs" has no section of a dump`);
  if ([...sections.values()].some((section) => Object.keys(section).some((key) => /^[a-z]+[A-Z]/.test(key))))
    return malformed(
      `${name} writes its fields in camel case ("staticListeners"), expected Envoy's own ("static_listeners")`,
    );
  return fromSections(sections, options);
}

function fromSections(
  sections: ReadonlyMap<string, JsonRecord>,
  { name, endpoints: extra }: ReadDumpOptions,
): ReadConfigDump {
  const bootstrap = recordsAt(sections.get('Bootstrap'), ['bootstrap'])[0] ?? {};
  const [node = {}] = recordsAt(bootstrap, ['node']);
  // What is in the lists below with its state stands in the bootstrap too, and would be there twice.
  const { static_resources: _static, ...rest } = bootstrap;
  const resources = {
    listeners: found(sections, 'Listeners', [
      ['static_listeners', 'listener'],
      ['dynamic_listeners', 'active_state', 'listener'],
    ]),
    routes: found(sections, 'Routes', [
      ['static_route_configs', 'route_config'],
      ['dynamic_route_configs', 'route_config'],
    ]),
    clusters: found(sections, 'Clusters', [
      ['static_clusters', 'cluster'],
      ['dynamic_active_clusters', 'cluster'],
    ]),
    endpoints: [
      ...found(sections, 'Endpoints', [
        ['static_endpoint_configs', 'endpoint_config'],
        ['dynamic_endpoint_configs', 'endpoint_config'],
      ]),
      ...extra,
    ],
  };
  if (resources.listeners.length === 0) {
    const message = `${name} has no listeners: no request can come in`;
    return { diagnostics: [createDiagnostic('config-dump-without-listener', { message, hint })] };
  }
  // Envoy wrote these: each is a message of the type that its section says.
  const proxy = { name: nodeName(node) ?? name, bootstrap: rest as Bootstrap, ...resources } as unknown as ProxyInput;
  const problem = unreadable(proxy);
  if (problem !== undefined) return malformed(`${name} holds a resource that no Envoy writes: ${problem}`);
  return { dump: { proxy, addresses: addressesOf(node) }, diagnostics: gaps(sections, proxy, name) };
}

/** Why a proxy cannot be read: somebody changed what Envoy wrote, and a field is not of its type. */
function unreadable(proxy: ProxyInput): string | undefined {
  try {
    readProxy(proxy);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function found(
  sections: ReadonlyMap<string, JsonRecord>,
  section: string,
  paths: readonly (readonly string[])[],
): readonly JsonRecord[] {
  const resources = paths.flatMap((path) => recordsAt(sections.get(section), path));
  // The section says already what they are.
  return resources.map(({ '@type': _type, ...resource }) => resource);
}

/** A node's id; of Istio's `sidecar~10.0.0.1~pod.namespace~domain` the pod. */
function nodeName({ id }: JsonRecord): string | undefined {
  if (typeof id !== 'string' || id === '') return undefined;
  return id.split('~')[2] ?? id;
}

function addressesOf({ id, metadata }: JsonRecord): readonly string[] {
  const listed = isRecord(metadata) ? metadata['INSTANCE_IPS'] : undefined;
  const inId = typeof id === 'string' ? id.split('~')[1] : undefined;
  const all = [...(inId === undefined ? [] : [inId]), ...(typeof listed === 'string' ? listed.split(',') : [])];
  return [...new Set(all)];
}

/** What the dump leaves out, as far as an answer may lack it. */
function gaps(
  sections: ReadonlyMap<string, JsonRecord>,
  { clusters, endpoints }: ProxyInput,
  name: string,
): readonly Diagnostic[] {
  const waiting = clusters.filter(({ type }) => type === 'EDS').length;
  const refused = [...sections].flatMap(([kind, section]) =>
    Object.values(section).flatMap((list) =>
      recordsAt(list, ['error_state']).length > 0 ? [`an update of ${kind.toLowerCase()} that Envoy refused`] : [],
    ),
  );
  const scoped = recordsAt(sections.get('ScopedRoutes'), ['dynamic_scoped_route_configs']).length;
  const messages = [
    ...(waiting > 0 && endpoints.length === 0
      ? [`has no endpoints, and ${String(waiting)} of its clusters take theirs from EDS`]
      : []),
    ...refused.map((each) => `holds ${each}; what runs is the state before`),
    ...(scoped === 0
      ? []
      : ['has scoped routes, which are not read: requests that they are for are said to be unknown']),
  ];
  return messages.map((message) => createDiagnostic('config-dump-incomplete', { message: `${name} ${message}`, hint }));
}

function malformed(message: string): ReadConfigDump {
  return { diagnostics: [createDiagnostic('config-dump-malformed', { message, hint })] };
}
