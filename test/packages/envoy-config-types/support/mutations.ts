import type { JsonObject, JsonValue } from 'envoy-config-types';
import type { Random } from './random.js';

/** A changed configuration and what was changed, for the report. */
export interface Mutation {
  readonly config: JsonObject;
  readonly description: string;
}

/** A place in a configuration: the container and the key or index in it. */
interface Place {
  readonly holder: JsonObject | JsonValue[];
  readonly key: string | number;
  readonly path: string;
}

type Mutator = (place: Place, random: Random) => string | undefined;

const read = ({ holder, key }: Place): JsonValue => (holder as JsonObject)[key] as JsonValue;
const write = ({ holder, key }: Place, value: JsonValue): void => void ((holder as JsonObject)[key] = value);
const isObject = (value: JsonValue): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

function erase({ holder, key }: Place): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else Reflect.deleteProperty(holder, key);
}

/** Every place below a value. Structs are left alone: any JSON is right in them. */
function places(value: JsonValue, path = ''): Place[] {
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => [
      { holder: value, key: index, path: `${path}[${index}]` },
      ...places(item, `${path}[${index}]`),
    ]);
  }
  if (!isObject(value)) return [];
  return Object.keys(value).flatMap((key) => {
    const here = `${path}.${key}`;
    const free =
      key === 'filter_metadata' || key === 'static_layer' || here === '.node.metadata' || key === 'json_format';
    return [{ holder: value, key, path: here }, ...(free ? [] : places(value[key] as JsonValue, here))];
  });
}

function typo(word: string, random: Random): string {
  const at = 1 + random.int(Math.max(1, word.length - 1));
  return random.pick([word.slice(0, at) + word.slice(at + 1), `${word.slice(0, at)}x${word.slice(at)}`, `${word}s`]);
}

const camel = (word: string): string => word.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** Fields of oneofs that the base configuration uses, to set a second member of. */
const RIVALS: Readonly<Record<string, JsonValue>> = {
  path_separated_prefix: '/x',
  prefix: '/x',
  path: '/x',
  cluster: 'reviews-v1',
  weighted_clusters: { clusters: [{ name: 'reviews-v1', weight: 1 }] },
  redirect: { path_redirect: '/' },
  direct_response: { status: 200 },
  route_config: {},
  rds: { route_config_name: 'r', config_source: { ads: {} } },
  exact: 'x',
  safe_regex: { regex: 'x' },
  inline_string: 'x',
  filename: '/dev/null',
  ads: {},
  self: {},
  prefix_rewrite: '/',
  host_rewrite_literal: 'h',
  auto_host_rewrite: true,
  http_health_check: { path: '/' },
  grpc_health_check: {},
  envoy_grpc: { cluster_name: 'authz' },
  max_connections: 1,
  num_retries: 0,
  retry_on: '5xx',
  status: 99,
  port_value: 70000,
};

const DURATIONS = ['0s', '-1s', '5 seconds', '1.s', '0.0000001s', '1ms', '999999999999s', '+1s', '0.5s'];
const NUMBERS: readonly JsonValue[] = [0, -1, 1, 101, 65536, 2 ** 32, 0.5, '7', 'x', 1e12];

/** Ways to break (or harmlessly change) the value at a place; each says what it did, or nothing when it does not apply. */
const MUTATORS: readonly Mutator[] = [
  function misspellField(place, random) {
    if (typeof place.key !== 'string') return undefined;
    const name = typo(place.key, random);
    (place.holder as JsonObject)[name] = read(place);
    erase(place);
    return `renamed to ${name}`;
  },
  function removeField(place) {
    erase(place);
    return 'removed';
  },
  function changeKind(place, random) {
    const value = random.pick<JsonValue>(['text', 5, true, {}, [], [1], { a: 1 }, null, '', 'true', '5']);
    write(place, value);
    return `= ${JSON.stringify(value)}`;
  },
  function edgeNumber(place, random) {
    const old = read(place);
    if (typeof old !== 'number' && !(typeof old === 'string' && /^\d+$/.test(old))) return undefined;
    const value = random.pick(NUMBERS);
    write(place, value);
    return `= ${JSON.stringify(value)}`;
  },
  function edgeDuration(place, random) {
    const old = read(place);
    if (typeof old !== 'string' || !/^[\d.]+s$/.test(old)) return undefined;
    const value = random.pick(DURATIONS);
    write(place, value);
    return `= ${JSON.stringify(value)}`;
  },
  function edgeText(place, random) {
    const old = read(place);
    if (typeof old !== 'string') return undefined;
    const value = random.pick(['', typo(old, random), old.toLowerCase(), `${old}\n`, 'a b', 'x'.repeat(300)]);
    write(place, value);
    return `= ${JSON.stringify(value.slice(0, 60))}`;
  },
  function editEnum(place, random) {
    const old = read(place);
    if (typeof old !== 'string' || !/^[A-Z][A-Z0-9_]+$/.test(old)) return undefined;
    const value = random.pick<JsonValue>([typo(old, random), old.toLowerCase(), 0, 1, 99, -1]);
    write(place, value);
    return `= ${JSON.stringify(value)}`;
  },
  function addRival(place, random) {
    const value = read(place);
    if (!isObject(value)) return undefined;
    const name = random.pick(Object.keys(RIVALS));
    value[name] = RIVALS[name] as JsonValue;
    return `.${name} added`;
  },
  function changeType(place, random) {
    const value = read(place);
    if (!isObject(value) || typeof value['@type'] !== 'string') return undefined;
    const url = value['@type'];
    const next = random.pick([
      typo(url, random),
      url.split('/')[1] ?? '',
      url.replace('/envoy.', '/enovy.'),
      '',
      'type.googleapis.com/envoy.extensions.filters.http.cors.v3.Cors',
      'type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy',
      'type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer',
      'type.googleapis.com/envoy.extensions.access_loggers.stream.v3.StdoutAccessLog',
      'type.googleapis.com/envoy.extensions.filters.http.gzip.v3.Gzip',
    ]);
    if (random.int(2) === 0) for (const key of Object.keys(value)) Reflect.deleteProperty(value, key);
    value['@type'] = next;
    return `@type = ${next}${Object.keys(value).length === 1 ? ' alone' : ''}`;
  },
  function emptyContainer(place) {
    const old = read(place);
    if (old === null || typeof old !== 'object') return undefined;
    write(place, Array.isArray(old) ? [] : {});
    return 'emptied';
  },
  function doubleSpelling(place, random) {
    // Envoy takes every one of these, so a few are enough.
    if (random.int(4) > 0 || typeof place.key !== 'string' || camel(place.key) === place.key) return undefined;
    (place.holder as JsonObject)[camel(place.key)] = structuredClone(read(place));
    return 'given in both spellings';
  },
  function useCamelCase(place) {
    if (typeof place.key !== 'string' || camel(place.key) === place.key) return undefined;
    (place.holder as JsonObject)[camel(place.key)] = read(place);
    erase(place);
    return 'spelled in camelCase';
  },
  function repeatItem(place) {
    const old = read(place);
    if (!Array.isArray(old) || old.length === 0) return undefined;
    old.push(structuredClone(old[0]) as JsonValue);
    return 'first item repeated';
  },
];

/** Makes one change to a copy of the configuration, at a random place. */
export function mutate(base: JsonObject, random: Random): Mutation {
  for (;;) {
    const config = structuredClone(base);
    const place = random.pick(places(config));
    const done = random.pick(MUTATORS)(place, random);
    if (done !== undefined) return { config, description: `${place.path.replace(/^\./, '')} ${done}` };
  }
}
