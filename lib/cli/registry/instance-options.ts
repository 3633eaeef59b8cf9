import type { components } from '../../mesh-api/client/generated.js';
import { parseNumber } from '../parse-number.js';
import { UsageError } from '../usage-error.js';
import { parsePair } from './parse-pair.js';

/** What the command line says of an instance. */
export interface InstanceOptions {
  readonly address?: string;
  /** `name=number`. */
  readonly port: readonly string[];
  readonly serviceVersion?: string;
  readonly region?: string;
  readonly zone?: string;
  readonly weight?: string;
  /** `key=value`. */
  readonly metadata: readonly string[];
  /** Seconds. */
  readonly ttl?: string;
  /** `http:<port name>[<path>]`, `tcp:<port name>`, `grpc:<port name>`. */
  readonly healthCheck?: string;
  readonly status?: string;
}

type Input = components['schemas']['InstanceInput'];

/** Reads what the command line says of an instance; what it does not say is absent. The server checks the rest. */
export function instanceFields(options: InstanceOptions): Partial<Input> {
  const { address, port, serviceVersion, region, zone, weight, metadata, ttl, healthCheck, status } = options;
  const whole = { from: 1, to: 86_400, whole: true };
  const given = {
    address,
    ports:
      port.length === 0
        ? undefined
        : Object.fromEntries(
            port.map((text) => parsePair('--port', text)).map(([name, value]) => [name, portNumber(value)]),
          ),
    version: serviceVersion,
    region,
    zone,
    weight: weight === undefined ? undefined : parseNumber('--weight', weight, { ...whole, to: 10_000 }),
    metadata:
      metadata.length === 0 ? undefined : Object.fromEntries(metadata.map((text) => parsePair('--metadata', text))),
    ttlMs: ttl === undefined ? undefined : parseNumber('--ttl', ttl, whole) * 1000,
    healthCheck: healthCheck === undefined ? undefined : parseHealthCheck(healthCheck),
    status,
  };
  // What was not said is left out; each field that stays is as `Input` has it, a status as the command's choices.
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function portNumber(text: string): number {
  return parseNumber('--port', text, { from: 1, to: 65_535, whole: true });
}

function parseHealthCheck(text: string): NonNullable<Input['healthCheck']> {
  const { kind, port, path } = /^(?<kind>http|tcp|grpc):(?<port>[^/]+)(?<path>\/.*)?$/.exec(text)?.groups ?? {};
  if (kind === undefined || port === undefined)
    throw new UsageError(
      `--health-check takes "http:<port name>/path", "tcp:<port name>" or "grpc:<port name>", not "${text}"`,
    );
  return { kind: kind as 'http' | 'tcp' | 'grpc', port, ...(path === undefined ? {} : { path }) };
}
