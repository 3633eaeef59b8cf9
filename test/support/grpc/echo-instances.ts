import { ServerCredentials } from '@grpc/grpc-js';
import { onTestFinished } from 'vitest';
import { echoService } from './echo-service.js';

/** A running instance of the service of `echo.proto`. It ends with the test. */
export interface EchoInstance {
  /** What it answers with. */
  readonly name: string;
  readonly port: number;
  /** Calls that have arrived so far. */
  readonly calls: () => number;
  /** Serial number of the last caller's certificate; undefined without one. */
  readonly caller: () => string | undefined;
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
  let calls = 0;
  let caller: string | undefined;
  const server = echoService(name, (serialNumber) => {
    calls++;
    caller = serialNumber;
  });
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
    caller: () => caller,
    drain: () =>
      new Promise((resolve) => {
        server.tryShutdown(() => {
          resolve();
        });
      }),
    kill,
  };
}
