/**
 * Selects the pods of a service or gateway, or of one version of a service. These two labels never change for a
 * workload: Kubernetes refuses to change the selector of a Deployment.
 */
export function podSelector(name: string, version?: string): Readonly<Record<string, string>> {
  return { app: name, ...(version === undefined ? {} : { version }) };
}
