import { Server, status, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';

/**
 * Makes a server of the service of `echo.proto`, which is yet to be bound.
 *
 * @param onCall gets the serial number of the caller's certificate; undefined without one
 */
export function echoService(name: string, onCall: (serialNumber?: string) => void = () => undefined): Server {
  const server = new Server();
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
        onCall(call.getAuthContext().sslPeerCertificate?.serialNumber);
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
  return server;
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
