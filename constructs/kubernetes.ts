import type { Duration } from 'cdk8s';
import type {
  ControllerOptions,
  ControlPlaneOptions,
  KubernetesOptions,
} from '../lib/targets/kubernetes/kubernetes-options.js';
import { lowerDuration } from './internal/lower-duration.js';
import { lowerResources, type ResourcesProps } from './version.js';

/** What the Kubernetes manifests of a mesh can differ in. The clusters must run Kubernetes 1.30 or newer. */
export interface KubernetesProps {
  /**
   * Image of the proxies; it must hold the Envoy version that the configuration is compiled for, as `/usr/local/bin/envoy`.
   *
   * @default 'docker.io/envoyproxy/envoy:distroless-v1.40.0'
   */
  readonly proxyImage?: string;
  /** What a sidecar may use. @default - requests 50m and 64Mi, limits the memory to 256Mi */
  readonly proxyResources?: ResourcesProps;
  /**
   * Who redirects the connections of a pod into its proxy. `init-container`: a one-shot container with the one
   * capability NET_ADMIN, which Pod Security admits at the level `privileged` only. `external`: something of the
   * cluster, such as a CNI plugin, applies `redirect.nft` from the pod's ConfigMap; the pods then meet the level
   * `restricted`.
   *
   * @default 'init-container'
   */
  readonly redirect?: 'init-container' | 'external';
  /**
   * Image of the redirect container; it must hold `/usr/sbin/nft`. The nodes need Linux 5.2 or newer.
   *
   * @default 'registry.k8s.io/build-image/distroless-iptables:v0.9.7'
   */
  readonly redirectImage?: string;
  /**
   * How long a stopping pod of a gateway goes on serving, while load balancers learn that it leaves. Requests that are
   * still running afterwards are cut.
   *
   * @default - 30 seconds
   */
  readonly gatewayDrain?: Duration;
  /**
   * Where pods may connect to, besides cluster DNS. `declared-calls`: to the services they call and to the ports of
   * the external services they call. `any`: anywhere, so that only the proxies hold callers to what they declared;
   * UDP then goes out unseen.
   *
   * @default 'declared-calls'
   */
  readonly egress?: 'declared-calls' | 'any';
  /** The cluster's DNS servers. @default - port 53 of pods in `kube-system` and of resolvers on the node */
  readonly dns?: {
    /** Namespace of the DNS pods. @default 'kube-system' */
    readonly namespace?: string;
    /** Port that the DNS pods listen on; OpenShift has 5353. @default 53 */
    readonly port?: number;
  };
  /** Namespace whose pods may read the proxies' metrics, and ask the mesh API. @default - every namespace of the cluster */
  readonly metricsNamespace?: string;
  /**
   * A control plane: replicas of `meshwright serve` that give proxies their configuration while they run, with endpoints as
   * Kubernetes knows them and certificates for mutual TLS.
   *
   * @default - none: proxies have their configuration in files, and a change replaces their pods
   */
  readonly controlPlane?: ControlPlaneProps;
}

/** What the control plane of a mesh can differ in. */
export interface ControlPlaneProps {
  /** An image of yours with this version of meshwright, as `meshwright` on its PATH, and with a user that is not root. */
  readonly image: string;
  /**
   * Name of a Secret of yours in the mesh's namespace. Its `passphrase` seals the keys of the certificate authority; who has lost it needs
   * a new authority.
   */
  readonly passphraseSecret: string;
  /** Pods, 1 or more. @default 2 */
  readonly replicas?: number;
  /** What a pod may use. @default - requests 100m and 256Mi, limits the memory to 1Gi */
  readonly resources?: ResourcesProps;
  /**
   * What sidecars let in. `strict`: nothing but mutual TLS of declared callers. `permissive`: who speaks no TLS too, such as the
   * probes of kubelets.
   *
   * @default 'permissive'
   */
  readonly mutualTls?: 'strict' | 'permissive';
  /** Whom the proxies' tokens are made out to. @default 'meshwright' */
  readonly audience?: string;
  /** Name of a Secret of type `kubernetes.io/tls` for the mesh API. @default - the mesh API speaks in the clear */
  readonly apiCertificateSecret?: string;
  /** Name of a Secret with a `tokens.json` for the mesh API. @default - each replica makes a token for operators, in its own file */
  readonly apiTokensSecret?: string;
  /** The controller that carries rollouts out, where the mesh has any. @default - none: another one does, or nobody */
  readonly rollouts?: RolloutControllerProps;
}

/** What the controller of rollouts can differ in. */
export interface RolloutControllerProps {
  /** URL of the Prometheus that has the proxies' counters. */
  readonly prometheus: string;
  /** Matchers of PromQL for all that is asked of it, such as `namespace="shop"`: nothing may be counted twice. @default - none */
  readonly prometheusMatchers?: string;
  /**
   * Name of a Secret of yours in the mesh's namespace. Its `token` lets the controller in at the mesh API of the control plane, as an operator: so
   * `apiTokensSecret` has to hold it too.
   *
   * @default 'meshwright-controller'
   */
  readonly tokenSecret?: string;
  /** Pods, 1 or more; one of them decides. @default 2 */
  readonly replicas?: number;
  /** What a pod may use. @default - requests 50m and 128Mi, limits the memory to 512Mi */
  readonly resources?: ResourcesProps;
}

/** Reads the options of the Kubernetes target as given; it fills in what is left out. */
export function lowerKubernetes(props: KubernetesProps): KubernetesOptions {
  const { proxyResources, gatewayDrain, controlPlane, ...options } = props;
  return {
    ...options,
    ...(proxyResources === undefined ? {} : { proxyResources: lowerResources(proxyResources) }),
    ...(gatewayDrain === undefined ? {} : { gatewayDrainMs: lowerDuration(gatewayDrain) }),
    ...(controlPlane === undefined ? {} : { controlPlane: lowerControlPlane(controlPlane) }),
  };
}

function lowerControlPlane({ resources, rollouts, ...options }: ControlPlaneProps): ControlPlaneOptions {
  return {
    ...options,
    ...(resources === undefined ? {} : { resources: lowerResources(resources) }),
    ...(rollouts === undefined ? {} : { rollouts: lowerController(rollouts) }),
  };
}

function lowerController({ resources, ...options }: RolloutControllerProps): ControllerOptions {
  return { ...options, ...(resources === undefined ? {} : { resources: lowerResources(resources) }) };
}
