import { Client, credentials, Server, ServerCredentials, status, type ServerDuplexStream } from '@grpc/grpc-js';
import { createCodec } from 'envoy-config-types/codec';
import { afterAll } from 'vitest';
import type { Variant } from '../../../lib/xds/protocol/next-response.js';
import type { RecordedEvent, RecordedRequest, RecordedResponse } from './recorded-exchange.js';

const codec = createCodec();
const discovery = 'envoy.service.discovery.v3';
type Json = Readonly<Record<string, unknown>>;

/** Stands between Envoys and a server, and writes down what passes. */
export interface ExchangeRecorder {
  readonly port: number;
  readonly events: RecordedEvent[];
  /** Breaks the streams off; clients come back by themselves. */
  readonly cut: () => void;
}

/** Starts one before the server on a port of 127.0.0.1. It ends with the test file. */
export async function startExchangeRecorder(to: number, variant: Variant): Promise<ExchangeRecorder> {
  const prefix = variant === 'delta' ? 'Delta' : '';
  const path = `/${discovery}.AggregatedDiscoveryService/${variant === 'delta' ? 'Delta' : 'Stream'}AggregatedResources`;
  const asIs = (bytes: Buffer): Buffer => bytes;
  const client = new Client(`127.0.0.1:${String(to)}`, credentials.createInsecure());
  const events: RecordedEvent[] = [];
  const cuts = new Set<() => void>();
  const server = new Server({ 'grpc.max_receive_message_length': -1 });
  const stream = (near: ServerDuplexStream<Buffer, Buffer>): void => {
    const far = client.makeBidiStreamRequest<Buffer, Buffer>(path, asIs, asIs);
    const cut = (): void => {
      if (!cuts.delete(cut)) return;
      far.cancel();
      near.emit('error', { code: status.UNAVAILABLE, details: 'the connection broke' });
    };
    cuts.add(cut);
    events.push({ kind: 'connected' });
    near.on('data', (bytes: Buffer) => {
      events.push({
        kind: 'request',
        request: readRequest(codec.fromBinary(`${discovery}.${prefix}DiscoveryRequest`, bytes), variant),
      });
      far.write(bytes);
    });
    far.on('data', (bytes: Buffer) => {
      events.push({
        kind: 'response',
        response: readResponse(codec.fromBinary(`${discovery}.${prefix}DiscoveryResponse`, bytes), variant),
      });
      near.write(bytes);
    });
    far.on('error', cut);
    near.on('cancelled', cut);
  };
  server.addService(
    {
      stream: {
        path,
        requestStream: true,
        responseStream: true,
        requestSerialize: asIs,
        requestDeserialize: asIs,
        responseSerialize: asIs,
        responseDeserialize: asIs,
      },
    },
    { stream },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  closeAtEnd.push(() => {
    server.forceShutdown();
    client.close();
  });
  return {
    port,
    events,
    cut: () => {
      for (const cut of [...cuts]) cut();
    },
  };
}

function readRequest(message: Json, variant: Variant): RecordedRequest {
  const text = (key: string): string => (message[key] ?? '') as string;
  const list = (key: string): readonly string[] => (message[key] ?? []) as readonly string[];
  const detail = message['error_detail'] as { readonly code: number } | undefined;
  const common = {
    typeUrl: text('type_url'),
    responseNonce: text('response_nonce'),
    // The rest of what Envoy says is the resource itself.
    ...(detail === undefined ? {} : { error: { code: detail.code, message: 'refused' } }),
  };
  return variant === 'delta'
    ? {
        kind: 'delta',
        ...common,
        subscribe: list('resource_names_subscribe'),
        unsubscribe: list('resource_names_unsubscribe'),
        initialVersions: (message['initial_resource_versions'] ?? {}) as Readonly<Record<string, string>>,
      }
    : { kind: 'sotw', ...common, versionInfo: text('version_info'), resourceNames: list('resource_names') };
}

function readResponse(message: Json, variant: Variant): RecordedResponse {
  const text = (key: string): string => (message[key] ?? '') as string;
  const resources = (message['resources'] ?? []) as readonly Readonly<Record<string, string>>[];
  return {
    type: text('type_url'),
    nonce: text('nonce'),
    version: text(variant === 'delta' ? 'system_version_info' : 'version_info'),
    resources: resources.map(({ name = '', cluster_name: cluster = '', version = '' }) =>
      variant === 'delta' ? `${name}@${version}` : name === '' ? cluster : name,
    ),
    removed: (message['removed_resources'] ?? []) as readonly string[],
  };
}

const closeAtEnd: (() => void)[] = [];
afterAll(() => {
  for (const close of closeAtEnd.splice(0)) close();
});
