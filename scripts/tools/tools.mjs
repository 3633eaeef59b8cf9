// The tools that tests and the demo need, by name.
import { etcd } from './etcd.mjs';
import { grpcGo } from './grpc-go.mjs';
import { grpcio } from './grpcio.mjs';
import { kubeApiserver } from './kube-apiserver.mjs';
import { prometheus } from './prometheus.mjs';
import { redisServer } from './redis-server.mjs';
import { fromSystem } from './system.mjs';

const finders = {
  envoy,
  etcd,
  'grpc-go': grpcGo,
  grpcio,
  ip: () => fromSystem('ip', 'iproute2'),
  'kube-apiserver': kubeApiserver,
  kubectl: () => fromSystem('kubectl', 'kubernetes-client'),
  nft: () => fromSystem('nft', 'nftables'),
  prometheus,
  'redis-server': redisServer,
};

/** The names `toolPath` knows, sorted. */
export const toolNames = Object.keys(finders);

/** The path of a tool, fetched or built on first use. Throws where it is not to be had. */
export async function toolPath(name) {
  const find = finders[name];
  if (find === undefined) throw new Error(`there is no tool "${name}"; there are ${toolNames.join(', ')}`);
  return find();
}

/** Envoy is found by the package itself, because `meshwright up` needs it on users' machines. */
async function envoy() {
  const { findEnvoyBinary } = await import('../../build/lib/local-runtime/envoy-binary.js').catch((cause) => {
    throw new Error('run "npm run build" first: the package itself finds Envoy', { cause });
  });
  const found = await findEnvoyBinary({ env: process.env, onProgress: (line) => console.error(line) });
  if (!found.ok) throw new Error(`${found.problem} (${found.hint})`);
  return found.path;
}
