import { SocketAddress, isIPv6 } from 'node:net';
import type { InstanceDescription, InstanceKey } from '../../../registry/model/instance-record.js';
import type { components } from '../../client/generated.js';
import type { ProblemError } from '../../problems/problem.js';
import { invalidRequest } from '../../server/check/invalid-request.js';
import type { Answer } from '../../server/answer.js';

const defaultWeight = 100;
const defaultInterval = 5000;
const unspecified = new Set(['0.0.0.0', '::']);

/** What the registry is told of an instance that a caller describes; or what is wrong beyond what the schema can say. */
export function describeInstance(
  key: InstanceKey,
  input: components['schemas']['InstanceInput'],
): InstanceDescription | Answer {
  const { status: _status, weight = defaultWeight, metadata = {}, address: given, ...rest } = input;
  const address = isIPv6(given) ? new SocketAddress({ address: given, family: 'ipv6' }).address : given;
  const errors = [...addressErrors(address), ...healthCheckErrors(input)];
  if (errors.length === 0) return { ...rest, service: key.service, id: key.id, address, weight, metadata };
  return invalidRequest(errors);
}

function addressErrors(address: string): readonly ProblemError[] {
  if (!unspecified.has(address)) return [];
  return [
    {
      path: 'body/address',
      problem: 'is no address of an instance',
      got: address,
      expected: 'where it can be reached',
    },
  ];
}

function healthCheckErrors({ healthCheck, ports }: components['schemas']['InstanceInput']): readonly ProblemError[] {
  if (healthCheck === undefined) return [];
  const { port, kind, path, service, timeoutMs = 0, intervalMs = defaultInterval } = healthCheck;
  const at = 'body/healthCheck';
  return [
    ...(Object.hasOwn(ports, port)
      ? []
      : [
          {
            path: `${at}/port`,
            problem: 'is no port of the instance',
            got: port,
            expected: Object.keys(ports).join(', '),
          },
        ]),
    ...(timeoutMs > intervalMs
      ? [
          {
            path: `${at}/timeoutMs`,
            problem: 'is longer than intervalMs',
            got: String(timeoutMs),
            expected: `<= ${String(intervalMs)}`,
          },
        ]
      : []),
    ...(path !== undefined && kind !== 'http'
      ? [{ path: `${at}/path`, problem: 'is for the kind http', got: kind }]
      : []),
    ...(service !== undefined && kind !== 'grpc'
      ? [{ path: `${at}/service`, problem: 'is for the kind grpc', got: kind }]
      : []),
  ];
}
