import type { SharedPlace } from '../../identity/sealed-authority-store.js';
import { messageOf } from '../../registry/kubernetes/follow-objects.js';
import { kubeHttp, type KubeHttp } from '../../registry/kubernetes/kube-http.js';
import { systemClock } from '../../util/system-clock.js';

/** Where replicas in Kubernetes keep what their certificate authority is. */
export interface ClusterPlace {
  readonly namespace: string;
  /** Of a Secret, for the sealed keys, and of a ConfigMap, for the roots (`ca.crt`). Both have to be there. */
  readonly name: string;
}

/** The two objects of an authority in Kubernetes. */
export interface ClusterAuthority {
  readonly sealed: SharedPlace;
  /** Shows the roots to everybody, PEM; goes on trying until that is done, or others are to be shown. */
  readonly showRoots: (trustBundle: string) => void;
  readonly close: () => void;
}

const key = 'authority.sealed';
const retryMs = 2_000;
const timeoutMs = 10_000;

/** Opens the objects in the cluster that this runs in, or that KUBECONFIG names. `onProblem` hears what is tried again. */
export async function clusterAuthority(
  { namespace, name }: ClusterPlace,
  onProblem: (text: string) => void,
): Promise<ClusterAuthority> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  const http = kubeHttp({ kubeConfig, clock: systemClock, timeoutMs });
  const paths = `/api/v1/namespaces/${namespace}`;
  const { show, stop } = rootsOn(http, `${paths}/configmaps/${name}`, onProblem);
  return {
    sealed: placeOn(http, `${paths}/secrets/${name}`),
    showRoots: show,
    close: () => {
      stop();
      http.close();
    },
  };
}

function placeOn(http: KubeHttp, path: string): SharedPlace {
  return {
    read: async () => {
      const answer = await http.ask({ method: 'GET', path });
      if (answer.kind !== 'answer') throw new Error(answer.reason);
      if (answer.status !== 200) throw new Error(`${String(answer.status)} ${messageOf(answer.body)}`);
      // 200 brings the Secret.
      const { metadata, data } = answer.body as SecretBody;
      const text = data?.[key];
      return {
        version: metadata.resourceVersion,
        ...(text === undefined ? {} : { bytes: Buffer.from(text, 'base64') }),
      };
    },
    replace: async (bytes, resourceVersion) => {
      const body = { metadata: { resourceVersion }, data: { [key]: Buffer.from(bytes).toString('base64') } };
      const answer = await http.ask({ method: 'PATCH', path, body });
      if (answer.kind !== 'answer') throw new Error(answer.reason);
      if (answer.status === 409) return false;
      if (answer.status >= 300) throw new Error(`${String(answer.status)} ${messageOf(answer.body)}`);
      return true;
    },
  };
}

interface SecretBody {
  readonly metadata: { readonly resourceVersion: string };
  readonly data?: Readonly<Record<string, string>> | null;
}

function rootsOn(
  http: KubeHttp,
  path: string,
  onProblem: (text: string) => void,
): { readonly show: (trustBundle: string) => void; readonly stop: () => void } {
  const run = { wanted: '', stopRetry: (): void => undefined };
  const attempt = async (trustBundle: string): Promise<void> => {
    const answer = await http.ask({ method: 'PATCH', path, body: { data: { 'ca.crt': trustBundle } } });
    if (run.wanted !== trustBundle || (answer.kind === 'answer' && answer.status < 300)) return;
    const why = answer.kind === 'answer' ? `${String(answer.status)} ${messageOf(answer.body)}` : answer.reason;
    onProblem(`the roots of the mesh could not be shown: ${why}`);
    run.stopRetry = systemClock.after(retryMs, () => void attempt(trustBundle));
  };
  return {
    show: (trustBundle) => {
      run.stopRetry();
      run.wanted = trustBundle;
      void attempt(trustBundle);
    },
    stop: () => {
      run.stopRetry();
      run.wanted = '';
    },
  };
}
