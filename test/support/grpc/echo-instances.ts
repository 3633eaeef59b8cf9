import { Server, ServerCredentials, status, type ServerUnaryCall, type sendUnaryData } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';

/** A running instance of the service of `echo.proto`. It ends with the test. */
export interface EchoInstance {
  /** What it answers with. */
  readonly name: string;
  readonly port: number;
  /** Calls that have arrived so far. */
  readonly calls: () => number;
  /** Takes no more calls and ends when those under way are answered. */
  readonly drain: () => Promise<void>;
  /** Is gone at once, with all that is under way. */
  readonly kill: () => void;
}

/** Starts an instance on a free loopback port. */
export async function startEchoInstance(
  name: string,
  credentials: ServerCredentials = ServerCredentials.createInsecure(),
): Promise<EchoInstance> {
  const server = new Server();
  let calls = 0;
  server.addService(
    {
      say: {
        path: '/meshwright.test.Echo/Say',
        requestStream: false,
        responseStream: false,
        requestSerialize: encode,
        requestDeserialize: decode,
        responseSerialize: encode,
        responseDeserialize: decode,
      },
    },
    {
      say: (call: ServerUnaryCall<StringValue, StringValue>, callback: sendUnaryData<StringValue>) => {
        calls++;
        const [verb, argument = ''] = call.request.value.split(' ');
        const isRetry = call.metadata.get('grpc-previous-rpc-attempts').length > 0;
        const code = status[argument as keyof typeof status] as status | undefined;
        if (verb === 'fail' || (verb === 'fail-once' && !isRetry))
          callback({ code: code ?? status.UNKNOWN, details: `${name} fails as asked` });
        else
          setTimeout(
            () => {
              callback(null, { value: name });
            },
            verb === 'sleep' ? Number(argument) : 0,
          );
      },
    },
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
      if (error === null) resolve(bound);
      else reject(error);
    });
  });
  const kill = (): void => {
    server.forceShutdown();
  };
  onTestFinished(kill);
  return {
    name,
    port,
    calls: () => calls,
    drain: () =>
      new Promise((resolve) => {
        server.tryShutdown(() => {
          resolve();
        });
      }),
    kill,
  };
}

/** `google.protobuf.StringValue`. An object, for the server takes an empty text for no message. */
interface StringValue {
  readonly value: string;
}

// Field 1, a string; of the tests' texts none is longer than 127 bytes.
function encode({ value }: StringValue): Buffer {
  return Buffer.concat([Buffer.from([10, Buffer.byteLength(value)]), Buffer.from(value)]);
}

function decode(bytes: Buffer): StringValue {
  return { value: bytes.subarray(2).toString() };
}
