/** What the labels of an object tell. */
export interface LabelledObject {
  readonly mesh: string;
  /** Service or gateway; absent for objects of the mesh itself. */
  readonly owner?: {
    readonly name: string;
    readonly component: 'service' | 'gateway' | 'control-plane';
    readonly version?: string;
  };
  /** Labels of the user. The standard ones win over them: selectors and dashboards rely on those. */
  readonly own?: Readonly<Record<string, string>>;
}

/**
 * Makes the labels of an object: Kubernetes' recommended ones, and `app` and `version`, which mesh dashboards such as
 * Kiali read and which `podSelector` selects by.
 */
export function objectLabels({ mesh, owner, own = {} }: LabelledObject): Readonly<Record<string, string>> {
  return {
    ...own,
    'app.kubernetes.io/managed-by': 'meshwright',
    'app.kubernetes.io/part-of': mesh,
    ...(owner === undefined
      ? {}
      : { app: owner.name, 'app.kubernetes.io/name': owner.name, 'app.kubernetes.io/component': owner.component }),
    ...(owner?.version === undefined ? {} : { version: owner.version, 'app.kubernetes.io/version': owner.version }),
  };
}
