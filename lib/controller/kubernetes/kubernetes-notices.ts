import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import { microTime } from '../../registry/kubernetes/written-objects.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import { contentHash } from '../../util/content-hash.js';
import type { NoticePort } from '../ports/notice-port.js';
import { askKube } from './ask-kube.js';
import { camelCase } from './camel-case.js';
import type { FollowRollouts } from './follow-rollouts.js';
import { rolloutHead } from './kube-rollout.js';

/** What events are made with. */
export interface KubernetesNoticesOptions {
  readonly http: KubeHttp;
  readonly namespace: string;
  readonly followed: FollowRollouts;
  /** Names this controller among its replicas; 1 to 128 characters. */
  readonly instance: string;
}

/** What the API takes of a note, in bytes. */
const mostNote = 1024;

/** Makes an event (events.k8s.io/v1) on the Rollout of each notice, once, however often it is sent. */
export function kubernetesNotices({ http, namespace, followed, instance }: KubernetesNoticesOptions): NoticePort {
  const path = `/apis/events.k8s.io/v1/namespaces/${namespace}/events`;
  return {
    send: async ({ id, rollout, atMs, severity, code, sentence }) => {
      const uid = followed.rollouts()?.get(rollout)?.metadata.uid;
      const body = {
        apiVersion: 'events.k8s.io/v1',
        kind: 'Event',
        metadata: { name: `${rollout}.${contentHash(id, 16)}`, namespace },
        eventTime: microTime(atMs),
        regarding: { ...rolloutHead, name: rollout, namespace, ...(uid === undefined ? {} : { uid }) },
        type: severity === 'info' ? 'Normal' : 'Warning',
        reason: camelCase(code),
        action: 'Decide',
        note: cut(sentence),
        reportingController: `${rolloutNames.group}/${rolloutNames.controller}`,
        reportingInstance: instance,
      };
      // 409: it was sent before, and the answer was lost.
      await askKube(http, { method: 'POST', path, body }, [409]);
    },
  };
}

function cut(text: string): string {
  let cutText = text;
  while (Buffer.byteLength(cutText) > mostNote) cutText = cutText.slice(0, -1);
  return cutText;
}
