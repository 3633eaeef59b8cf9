import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import type { RolloutRecord } from '../record/rollout-record.js';
import { askKube } from './ask-kube.js';
import { packRecord, unpackRecord } from './pack-record.js';

/** What is kept of rollouts whose objects are gone: the next one of a name goes on from its numbers, which must never fall. */
export interface PastRollouts {
  /** Undefined: there was none of this name. */
  readonly find: (name: string) => Promise<unknown>;
  readonly keep: (name: string, record: RolloutRecord) => Promise<void>;
}

/** How many decisions are kept of each. */
const keptDecisions = 5;

/** Keeps them in a ConfigMap that `synth` has written, empty: so no right to make others is needed. */
export function pastRollouts(http: KubeHttp, namespace: string): PastRollouts {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${rolloutNames.past}`;
  return {
    find: async (name) => {
      const { status, body } = await askKube(http, { method: 'GET', path }, [404]);
      if (status === 404) return undefined;
      const { data = {} } = body as { readonly data?: Readonly<Record<string, string>> }; // a ConfigMap
      const text = data[name];
      return text === undefined ? undefined : unpackRecord(text);
    },
    keep: async (name, record) => {
      const kept: RolloutRecord = {
        ...record,
        baseline: { series: {} },
        notices: [],
        log: record.log.slice(-keptDecisions),
      };
      await askKube(http, { method: 'PATCH', path, body: { data: { [name]: packRecord(kept) } } });
    },
  };
}
