import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Diagnostic } from '../lib/diagnostics/diagnostic.js';
import type { Origin } from '../lib/diagnostics/origin.js';
import type { Gateway as GatewayIr } from '../lib/ir/gateway.js';
import { gatewayManifestSlots } from '../lib/targets/kubernetes/manifest-slots.js';
import { compareText } from '../lib/util/compare-text.js';
import { sortBy } from '../lib/util/sort-by.js';
import { captureOrigin } from './internal/capture-origin.js';
import { lowerHttpRoute } from './internal/lower-route.js';
import { addManifests, findManifest } from './internal/manifest-object.js';
import { serviceAccountOf } from './internal/service-account-of.js';
import { MeshElement } from './internal/mesh-element.js';
import { meshOf } from './internal/mesh-of.js';
import { lowerObjectives } from './objectives.js';
import { lowerDestinationPolicies, type DestinationPolicyProps } from './policies/destination-policies.js';
import type { GatewayRouteProps } from './route.js';
import { lowerTransfer } from './transfer.js';
import { lowerResources, type ResourcesProps } from './version.js';

/** A door into the mesh. Its policies hold for everything that it sends on, as those of a call do. */
export interface GatewayProps extends DestinationPolicyProps {
  /** Ports that it listens on, by name. */
  readonly ports: Readonly<Record<string, number>>;
  /**
   * Hosts that it serves: DNS names, wildcards such as `*.example.com`, or `*`.
   *
   * @default - every host
   */
  readonly hosts?: readonly [string, ...string[]];
  /** Pods, 0 or more. @default 2 */
  readonly replicas?: number;
  /** What its proxy may use. @default - requests 100m and 128Mi, limits the memory to 256Mi */
  readonly resources?: ResourcesProps;
  /** Type of the Kubernetes Service. @default 'LoadBalancer' */
  readonly exposure?: 'LoadBalancer' | 'NodePort' | 'ClusterIP';
  /**
   * Proxies of yours in front of it: how many addresses at the end of `x-forwarded-for` are believed.
   *
   * @default 0
   */
  readonly trustedHops?: number;
  /** Further labels on everything of the gateway. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Kubernetes service account that it runs as. @default - one of the gateway's own name is made */
  readonly serviceAccount?: string;
}

/**
 * A door into the mesh from outside: an Envoy of its own. Requests that no route takes get 404.
 *
 * @example
 * const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 }, hosts: ['shop.example.com'] });
 * ingress.route({ match: path.prefix('/cart'), to: cart });
 */
export class Gateway extends MeshElement {
  /** Tells the elements of a mesh apart. */
  readonly kind = 'gateway';
  /** Also the name of the Kubernetes objects. */
  readonly name: string;

  private readonly props: GatewayProps;
  private readonly declaredRoutes: { readonly origin: Origin; readonly props: GatewayRouteProps }[] = [];

  /**
   * @param scope the mesh, or a construct in it
   * @param id name of the gateway: a DNS label, unique in the mesh
   */
  constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id);
    this.name = id;
    this.props = props;
    addManifests(this, `gateway/${id}`, gatewayManifestSlots({ name: id, ...serviceAccountOf(props) }));
  }

  /**
   * Adds a rule. Rules are tried in the order they are added. A service as destination decides by its own routes
   * where the request goes.
   */
  route(props: GatewayRouteProps): void {
    const origin = captureOrigin(`${this.node.path}/route-${this.declaredRoutes.length + 1}`, this.route);
    this.declaredRoutes.push({ origin, props });
    this.suppressAt(origin, props.suppress);
    meshOf(this).elementChanged();
  }

  /** A Kubernetes object of the gateway, to patch it the cdk8s way: `service`, `deployment`, … */
  manifest(id: string): ApiObject {
    return findManifest(this, id);
  }

  /**
   * Reads the gateway as declared so far.
   *
   * @internal
   */
  lower(diagnostics: Diagnostic[]): GatewayIr {
    const { props, origin } = this;
    const ports = Object.entries(props.ports).map(([name, number]) => ({ name, number }));
    return {
      name: this.name,
      origin,
      labels: props.labels ?? {},
      serviceAccount: props.serviceAccount ?? this.name,
      ports: sortBy(ports, ({ name }) => name),
      hosts: [...(props.hosts ?? ['*'])].sort(compareText),
      routes: this.declaredRoutes.map((route, index) => ({
        ...lowerHttpRoute(route, index, { mesh: meshOf(this), diagnostics }),
        ...lowerObjectives(route.props.objectives),
        ...lowerTransfer(route.props.transfer),
      })),
      replicas: props.replicas ?? 2,
      resources: lowerResources(props.resources),
      exposure: props.exposure ?? 'LoadBalancer',
      trustedHops: props.trustedHops ?? 0,
      policies: lowerDestinationPolicies(props, origin),
    };
  }
}
