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
 * then, and says so to people. That something is not there counts only if the answer is about it: a server that starts says so of whole
 * kinds of objects that it does not serve yet.
 */
export async function askKube(
  http: KubeHttp,
  request: KubeRequest,
  expected: readonly number[] = [],
): Promise<KubeSaid> {
  const answer = await http.ask(request);
  if (answer.kind !== 'answer') throw new Error(`the API server cannot be asked: ${answer.reason}`);
  const isExpected = expected.includes(answer.status) && (answer.status !== 404 || isAboutObject(answer.body));
  if (answer.status < 300 || isExpected) return answer;
  const [path] = request.path.split('?');
  throw new Error(
    `the API server answers ${String(answer.status)} to ${request.method} ${path ?? ''}: ${messageOf(answer.body)}`,
  );
}

function isAboutObject(body: unknown): boolean {
  const { details } = (body ?? {}) as { readonly details?: { readonly name?: unknown } };
  return typeof details?.name === 'string';
}
