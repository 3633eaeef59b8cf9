import type { Resources } from '../../ir/version.js';
import type { ControllerOptions, ControlPlaneOptions, KubernetesOptions } from './kubernetes-options.js';

/** Options with nothing left to default. */
export interface KubernetesSettings {
  readonly proxyImage: string;
  readonly proxyResources: Resources;
  readonly redirect: 'init-container' | 'external';
  readonly redirectImage: string;
  readonly gatewayDrainMs: number;
  readonly egress: 'declared-calls' | 'any';
  readonly dns: { readonly namespace: string; readonly port: number };
  /** Absent: every namespace. */
  readonly metricsNamespace?: string;
  /** Absent: proxies have their configuration in files. */
  readonly controlPlane?: ControlPlaneSettings;
}

/** Options of a control plane with nothing left to default. */
export interface ControlPlaneSettings extends Omit<
  ControlPlaneOptions,
  'apiCertificateSecret' | 'apiTokensSecret' | 'rollouts'
> {
  readonly replicas: number;
  readonly resources: Resources;
  readonly mutualTls: 'strict' | 'permissive';
  readonly audience: string;
  /** Absent: the mesh API speaks in the clear. */
  readonly apiCertificateSecret?: string;
  /** Absent: each replica makes a token for operators. */
  readonly apiTokensSecret?: string;
  /** Of their controller; there is one where the mesh has rollouts. Absent: there is none. */
  readonly rollouts?: ControllerSettings;
}

/** Options of the controller of rollouts with nothing left to default. */
export interface ControllerSettings {
  readonly tokenSecret: string;
  readonly prometheus: string;
  /** Absent: nothing else is there that counts the same. */
  readonly prometheusMatchers?: string;
  readonly replicas: number;
  readonly resources: Resources;
}

/** Fills in the defaults that `KubernetesOptions` states. */
export function kubernetesSettings(options: KubernetesOptions): KubernetesSettings {
  return {
    proxyImage: options.proxyImage ?? 'docker.io/envoyproxy/envoy:distroless-v1.40.0',
    proxyResources: options.proxyResources ?? { cpuRequest: '50m', memoryRequest: '64Mi', memoryLimit: '256Mi' },
    redirect: options.redirect ?? 'init-container',
    // Kubernetes' own base image of kube-proxy: maintained, without a package manager, and with `nft` in it.
    redirectImage: options.redirectImage ?? 'registry.k8s.io/build-image/distroless-iptables:v0.9.7',
    gatewayDrainMs: options.gatewayDrainMs ?? 30_000,
    egress: options.egress ?? 'declared-calls',
    dns: { namespace: options.dns?.namespace ?? 'kube-system', port: options.dns?.port ?? 53 },
    ...(options.metricsNamespace === undefined ? {} : { metricsNamespace: options.metricsNamespace }),
    ...(options.controlPlane === undefined ? {} : { controlPlane: controlPlaneSettings(options.controlPlane) }),
  };
}

function controlPlaneSettings({ rollouts, ...options }: ControlPlaneOptions): ControlPlaneSettings {
  return {
    ...options,
    replicas: options.replicas ?? 2,
    resources: options.resources ?? { cpuRequest: '100m', memoryRequest: '256Mi', memoryLimit: '1Gi' },
    mutualTls: options.mutualTls ?? 'permissive',
    audience: options.audience ?? 'meshwright',
    ...(rollouts === undefined ? {} : { rollouts: controllerSettings(rollouts) }),
  };
}

function controllerSettings(options: ControllerOptions): ControllerSettings {
  return {
    ...options,
    tokenSecret: options.tokenSecret ?? 'meshwright-controller',
    replicas: options.replicas ?? 2,
    resources: options.resources ?? { cpuRequest: '50m', memoryRequest: '128Mi', memoryLimit: '512Mi' },
  };
}
