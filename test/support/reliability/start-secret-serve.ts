import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createToken } from '../../../lib/mesh-api/auth/create-token.js';
import { renderTokensFile } from '../../../lib/mesh-api/auth/render-tokens-file.js';
import { startServe, type RunningServe } from '../control-plane/serve.js';
import { freePorts } from '../free-port.js';
import { makeProject } from '../make-project.js';

/** A server of a mesh with strict mutual TLS, which can be killed and started again. */
export interface SecretServe {
  /** The project's folder. */
  readonly directory: string;
  /** The server that runs now. */
  readonly current: () => RunningServe;
  /** Whether it is there to be asked: not between a kill and the start after it. */
  readonly isUp: () => boolean;
  /** Asks the server that runs now. */
  readonly call: RunningServe['api'];
  /**
   * Kills it with SIGKILL and starts it again on the same ports. Resolves when proxies and callers of the API are served; the
   * program is still being run then.
   */
  readonly killAndStart: () => Promise<void>;
}

/** Starts one. Nodes show the operator's token; certificates are good for so many seconds. */
export async function startSecretServe(program: string, certificateSeconds: number): Promise<SecretServe> {
  const [xds = 0, api = 0, grpc = 0] = await freePorts(3);
  const { secret, stored } = createToken({ name: 'operator', role: 'operator' }, randomBytes);
  const directory = makeProject({
    'main.ts': program,
    '.meshwright/tokens.json': renderTokensFile([stored]),
    // Envoy takes all that the file holds for the token, so there is no line break at its end.
    '.meshwright/operator-token': secret,
  });
  const options = {
    '--proxy-address': '0.0.0.0',
    '--proxy-ports': ownRange(),
    '--mtls': 'strict',
    '--certificate-ttl': String(certificateSeconds),
    '--node-proof': `token:${join(directory, '.meshwright/operator-token')}`,
    '--grpc-xds-port': String(grpc),
  };
  const start = (until: string): Promise<RunningServe> =>
    startServe({
      ...{ directory, until },
      ports: { xds, api },
      args: ['--no-type-check', ...Object.entries(options).flat()],
      env: { MESHWRIGHT_CA_PASSPHRASE: 'of a soak' },
    });
  let serve = await start('ready\n');
  let isUp = true;
  return {
    directory,
    current: () => serve,
    isUp: () => isUp,
    call: (...args) => serve.api(...args),
    killAndStart: async () => {
      isUp = false;
      serve.process.kill('SIGKILL');
      // `stop` of what is gone waits for its end and does nothing more.
      await serve.process.stop();
      serve = await start('of the last time is served\n');
      isUp = true;
    },
  };
}

/** Ports follow from names: two soaks at once would share them, and other tests take free ports below 30000. */
function ownRange(): string {
  const from = 30_000 + (process.pid % 9) * 300;
  return `${String(from)}-${String(from + 299)}`;
}
