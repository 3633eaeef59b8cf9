import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findEnvoyBinary } from '../../lib/local-runtime/envoy-binary.js';

const run = promisify(execFile);
const fetcher = fileURLToPath(new URL('../../scripts/tools/main.mjs', import.meta.url));

/**
 * A tool that a test needs. Use it so, at the top of a test file:
 *
 *     const envoy = await findTool('envoy');
 *     test.skipIf(envoy.isMissing)('serves a request', async () => { ... envoy.path ... });
 */
export interface Tool {
  readonly isMissing: boolean;
  /** Absolute path of the program. Reading it throws when the tool is missing. */
  readonly path: string;
}

/** A tool that tests ask for. */
export type ToolName =
  'envoy' | 'etcd' | 'grpc-go' | 'grpcio' | 'ip' | 'kube-apiserver' | 'kubectl' | 'nft' | 'prometheus' | 'redis-server';

/** Finds a tool, fetching it where it can. Where `CI` is "true" a missing tool is an error; elsewhere its tests are skipped. */
export async function findTool(name: ToolName): Promise<Tool> {
  try {
    const path = name === 'envoy' ? await envoyBin() : await fetchTool(name);
    return { isMissing: false, path };
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`tests that need ${name} are skipped: ${reason}\n`);
    return {
      isMissing: true,
      get path(): string {
        throw error;
      },
    };
  }
}

/** The path of Envoy. Throws when it can neither be found nor fetched. */
export async function envoyBin(): Promise<string> {
  const found = await findEnvoyBinary({
    env: process.env,
    onProgress: (line) => process.stderr.write(`${line}\n`),
  });
  if (!found.ok) throw new Error(`${found.problem} (${found.hint})`);
  return found.path;
}

/** The path of a kube-apiserver. The first call on a machine builds it, which takes minutes. */
export function kubeApiserverBin(): Promise<string> {
  return fetchTool('kube-apiserver');
}

/** The path of an etcd for `kubeApiserverBin`. */
export function etcdBin(): Promise<string> {
  return fetchTool('etcd');
}

/** The path of kubectl. */
export function kubectlBin(): Promise<string> {
  return fetchTool('kubectl');
}

async function fetchTool(name: string): Promise<string> {
  const { stdout } = await run(process.execPath, [fetcher, name]);
  return stdout.trim();
}
