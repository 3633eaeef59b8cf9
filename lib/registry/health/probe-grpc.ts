import { isIPv6 } from 'node:net';
import { Client, credentials } from '@grpc/grpc-js';
import type { Asking, ProbeTarget } from './probe.js';

const serving = 1;

/** Good when `grpc.health.v1.Health/Check` says SERVING, for the service that the check names. */
export function probeGrpc({ address, port, check }: ProbeTarget): Asking {
  const host = isIPv6(address) ? `[${address}]` : address;
  const client = new Client(`${host}:${String(port)}`, credentials.createInsecure(), {
    // Each question makes a connection of its own: an old one would say nothing about who can be reached now.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_retries': 0,
  });
  let stop = (): void => undefined;
  const answer = new Promise<boolean>((resolve) => {
    const call = client.makeUnaryRequest(
      '/grpc.health.v1.Health/Check',
      encodeRequest,
      decodeStatus,
      check.service ?? '',
      (error, status) => {
        resolve(error === null && status === serving);
        client.close();
      },
    );
    stop = () => {
      call.cancel();
    };
  });
  return { answer, stop };
}

/** `HealthCheckRequest`: field 1, the service's name; the length of at most 256 bytes takes one or two. */
function encodeRequest(service: string): Buffer {
  const name = Buffer.from(service);
  if (name.length === 0) return name;
  const length = name.length < 128 ? [name.length] : [(name.length & 127) | 128, name.length >> 7];
  return Buffer.concat([Buffer.from([0x0a, ...length]), name]);
}

/** `HealthCheckResponse`: field 1, the status, a small number; 0 ("unknown") is left out. */
function decodeStatus(bytes: Buffer): number {
  return bytes[0] === 0x08 ? (bytes[1] ?? 0) : 0;
}
