import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';
import { microTime } from '../../registry/kubernetes/written-objects.js';
import type { Phase } from '../../rollout/decide/phase.js';
import { rolloutNames } from '../../targets/kubernetes/rollout-names.js';
import { contentHash } from '../../util/content-hash.js';
import { messageOf } from '../../util/message-of.js';
import type { NoticePort } from '../ports/notice-port.js';
import type { DecisionEntry } from '../record/decision-entry.js';
import { askKube } from './ask-kube.js';
import { camelCase } from './camel-case.js';
import type { FollowRollouts } from './follow-rollouts.js';
import { rolloutHead } from './kube-rollout.js';

/** What events are made with. */
export interface KubernetesEventsOptions {
  readonly http: KubeHttp;
  readonly namespace: string;
  readonly followed: FollowRollouts;
  /** Names this controller among its replicas; 1 to 128 characters. */
  readonly instance: string;
  /** Hears of events that could not be made. */
  readonly onProblem: (text: string) => void;
}

/** What `kubectl describe` shows of a rollout. */
export interface KubernetesEvents extends NoticePort {
  /** Tells of a decision; nothing waits for it, and one that does not arrive stands in the status all the same. */
  readonly decided: (rollout: string, entry: DecisionEntry) => void;
}

interface Told {
  readonly rollout: string;
  readonly atMs: number;
  readonly code: string;
  readonly sentence: string;
  readonly type: 'Normal' | 'Warning';
}

/** What the API takes of a note, in bytes. */
const mostNote = 1024;
const badPhases: readonly Phase[] = ['returning', 'rolled-back', 'held', 'blind'];

/** Makes an event (events.k8s.io/v1) on the Rollout of each decision and of each notice; where both tell the same, one. */
export function kubernetesEvents(options: KubernetesEventsOptions): KubernetesEvents {
  const { http, namespace, onProblem } = options;
  const path = `/apis/events.k8s.io/v1/namespaces/${namespace}/events`;
  const tell = async (told: Told): Promise<void> => {
    // 409: it was told before, as a notice or as a decision, or its answer was lost.
    await askKube(http, { method: 'POST', path, body: eventOf(told, options) }, [409]);
  };
  return {
    send: ({ severity, ...notice }) => tell({ ...notice, type: severity === 'info' ? 'Normal' : 'Warning' }),
    decided: (rollout, entry) => {
      tell({ ...entry, rollout, type: badPhases.includes(entry.phase) ? 'Warning' : 'Normal' }).catch(
        (error: unknown) => {
          onProblem(`an event is lost: ${messageOf(error)}`);
        },
      );
    },
  };
}

function eventOf(
  { rollout, atMs, code, sentence, type }: Told,
  { namespace, followed, instance }: KubernetesEventsOptions,
): object {
  const uid = followed.rollouts()?.get(rollout)?.metadata.uid;
  return {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: `${rollout}.${contentHash(`${String(atMs)} ${code}`, 16)}`, namespace },
    eventTime: microTime(atMs),
    regarding: { ...rolloutHead, name: rollout, namespace, ...(uid === undefined ? {} : { uid }) },
    type,
    reason: camelCase(code),
    action: 'Decide',
    note: firstBytes(sentence),
    reportingController: `${rolloutNames.group}/${rolloutNames.controller}`,
    reportingInstance: instance,
  };
}

function firstBytes(text: string): string {
  if (Buffer.byteLength(text) <= mostNote) return text;
  // A character that was cut in two becomes a longer sign.
  return Buffer.from(text)
    .subarray(0, mostNote - 3)
    .toString('utf8')
    .replace(/\uFFFD$/, '');
}
