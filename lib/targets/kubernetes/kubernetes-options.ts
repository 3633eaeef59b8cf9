import type { Resources } from '../../ir/version.js';

/** Folder where a proxy in Kubernetes sees its files. */
export const configDirectory = '/etc/meshwright';

/** What the Kubernetes manifests of a mesh can differ in; `KubernetesProps` says what each field is for. */
export interface KubernetesOptions {
  readonly proxyImage?: string;
  readonly proxyResources?: Resources;
  readonly redirect?: 'init-container' | 'external';
  readonly redirectImage?: string;
  readonly gatewayDrainMs?: number;
  readonly egress?: 'declared-calls' | 'any';
  readonly dns?: { readonly namespace?: string; readonly port?: number };
  readonly metricsNamespace?: string;
  readonly controlPlane?: ControlPlaneOptions;
}

/** What a control plane can differ in; `ControlPlaneProps` says what each field is for. */
export interface ControlPlaneOptions {
  readonly image: string;
  readonly passphraseSecret: string;
  readonly replicas?: number;
  readonly resources?: Resources;
  readonly mutualTls?: 'strict' | 'permissive';
  readonly audience?: string;
  readonly apiCertificateSecret?: string;
  readonly apiTokensSecret?: string;
  readonly rollouts?: ControllerOptions;
}

/** What the controller of rollouts can differ in; `RolloutControllerProps` says what each field is for. */
export interface ControllerOptions {
  readonly prometheus: string;
  readonly prometheusMatchers?: string;
  readonly tokenSecret?: string;
  readonly replicas?: number;
  readonly resources?: Resources;
}
