import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { Server, ServerCredentials, status, type ServerWritableStream, type ServiceDefinition } from '@grpc/grpc-js';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { splitPem } from '../../lib/identity/authority/split-pem.js';
import type { Identity } from '../../lib/identity/identity-provider.js';

/** An agent as the SPIFFE Workload API describes one. */
export interface WorkloadApiServer {
  /** What workloads hold from now on; none: PERMISSION_DENIED. */
  readonly give: (identities: readonly Identity[]) => void;
  /** Bytes that are no message of the API. */
  readonly giveBytes: (bytes: Buffer) => void;
  /** How many streams were opened with the header that the standard demands. */
  readonly opened: () => number;
  readonly endStreams: () => void;
  readonly close: () => void;
}

type Call = ServerWritableStream<Buffer, Buffer>;

/** Starts an agent on a socket. */
export async function startWorkloadApiServer(socketPath: string): Promise<WorkloadApiServer> {
  const calls = new Set<Call>();
  let bytes: Buffer | undefined;
  let opened = 0;
  const refuse = (call: Call, code: status): void => {
    calls.delete(call);
    call.emit('error', { code, details: 'no' });
  };
  const tell = (): void => {
    for (const call of [...calls]) {
      if (bytes === undefined) refuse(call, status.PERMISSION_DENIED);
      else call.write(bytes);
    }
  };
  const asIs = (message: Buffer): Buffer => message;
  const definition: ServiceDefinition = {
    FetchX509SVID: {
      path: '/SpiffeWorkloadAPI/FetchX509SVID',
      requestStream: false,
      responseStream: true,
      requestSerialize: asIs,
      requestDeserialize: asIs,
      responseSerialize: asIs,
      responseDeserialize: asIs,
    },
  };
  const server = new Server();
  server.addService(definition, {
    FetchX509SVID: (call: Call) => {
      if (call.metadata.get('workload.spiffe.io')[0] !== 'true') {
        refuse(call, status.INVALID_ARGUMENT);
        return;
      }
      opened++;
      calls.add(call);
      call.on('cancelled', () => calls.delete(call));
      if (bytes === undefined) refuse(call, status.PERMISSION_DENIED);
      else call.write(bytes);
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix://${socketPath}`, ServerCredentials.createInsecure(), (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });
  return {
    give: (identities) => {
      bytes = identities.length === 0 ? undefined : response(identities);
      tell();
    },
    giveBytes: (other) => {
      bytes = other;
      tell();
    },
    opened: () => opened,
    endStreams: () => {
      for (const call of calls) call.end();
      calls.clear();
    },
    close: () => {
      server.forceShutdown();
    },
  };
}

/** `X509SVIDResponse` of workload.proto. */
function response(identities: readonly Identity[]): Buffer {
  const writer = new BinaryWriter();
  for (const { svid, trustBundle } of identities) {
    const der = (pem: string): Uint8Array => Buffer.concat(splitPem(pem).map((each) => new X509Certificate(each).raw));
    const key = createPrivateKey(svid.privateKey).export({ type: 'pkcs8', format: 'der' });
    writer.tag(1, WireType.LengthDelimited).fork();
    writer.tag(1, WireType.LengthDelimited).string(svid.spiffeId);
    writer.tag(2, WireType.LengthDelimited).bytes(der(svid.certificateChain));
    writer.tag(3, WireType.LengthDelimited).bytes(key);
    writer.tag(4, WireType.LengthDelimited).bytes(der(trustBundle));
    writer.tag(5, WireType.LengthDelimited).string('internal');
    writer.join();
  }
  writer.tag(2, WireType.LengthDelimited).bytes(new Uint8Array([1, 2, 3]));
  return Buffer.from(writer.finish());
}
