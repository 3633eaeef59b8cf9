import type { KubeHttp } from '../../registry/kubernetes/kube-http.js';

interface Autoscaler {
  readonly spec: { readonly scaleTargetRef: { readonly kind: string; readonly name: string } };
}

/** Whether an autoscaler (autoscaling/v2) targets a Deployment; also where that cannot be seen, for two must not scale one thing. */
export async function isScaledByOthers(http: KubeHttp, namespace: string, deployment: string): Promise<boolean> {
  const path = `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`;
  const answer = await http.ask({ method: 'GET', path });
  if (answer.kind !== 'answer' || answer.status !== 200) return true;
  const { items } = answer.body as { readonly items: readonly Autoscaler[] }; // a list
  return items.some(({ spec }) => spec.scaleTargetRef.kind === 'Deployment' && spec.scaleTargetRef.name === deployment);
}
