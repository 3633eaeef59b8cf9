import { messageOf } from '../../registry/kubernetes/follow-objects.js';
import type { KubeHttp, KubeRequest } from '../../registry/kubernetes/kube-http.js';

/** What the API server said. */
export interface KubeSaid {
  readonly status: number;
  /** The object, where `status` is below 300. */
  readonly body: unknown;
}

/**
 * Asks the API server. Rejects where it does not answer, or answers neither with success nor with one of `expected`: who asks cannot go on
 * then, and says so to people.
 */
export async function askKube(
  http: KubeHttp,
  request: KubeRequest,
  expected: readonly number[] = [],
): Promise<KubeSaid> {
  const answer = await http.ask(request);
  if (answer.kind !== 'answer') throw new Error(`the API server cannot be asked: ${answer.reason}`);
  if (answer.status < 300 || expected.includes(answer.status)) return answer;
  const [path] = request.path.split('?');
  throw new Error(
    `the API server answers ${String(answer.status)} to ${request.method} ${path ?? ''}: ${messageOf(answer.body)}`,
  );
}
