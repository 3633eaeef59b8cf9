import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Diagnostic } from '../lib/diagnostics/diagnostic.js';
import type { Origin } from '../lib/diagnostics/origin.js';
import type { Call, Service as ServiceIr } from '../lib/ir/service.js';
import { serviceManifestSlots } from '../lib/targets/kubernetes/manifest-slots.js';
import { compareText } from '../lib/util/compare-text.js';
import { sortBy } from '../lib/util/sort-by.js';
import { lowerCallLoad } from './call-load.js';
import type { CalleeReference, CallOptions, CallSpec } from './call.js';
import { captureOrigin } from './internal/capture-origin.js';
import { reportForeign } from './internal/lower-destinations.js';
import { lowerRoute, type DeclaredRoute } from './internal/lower-route.js';
import { addManifests, findManifest } from './internal/manifest-object.js';
import { serviceAccountOf } from './internal/service-account-of.js';
import { MeshElement } from './internal/mesh-element.js';
import { meshOf } from './internal/mesh-of.js';
import type { PerformanceProps } from './performance.js';
import { lowerDestinationPolicies, type DestinationPolicyProps } from './policies/destination-policies.js';
import {
  lowerPorts,
  protocolOf,
  type CheckedPorts,
  type PortsInput,
  type ProtocolOf,
  type SpeaksHttp,
  type SpeaksTcp,
} from './ports.js';
import type { PortReference, ServiceReference, VersionReference } from './references.js';
import type { ServiceRouteProps } from './route.js';
import { lowerVersion, type VersionProps } from './version.js';

/** What a service offers, runs and calls. Its own policies hold for everyone who calls it. */
export interface ServiceProps<
  Ports extends PortsInput,
  VersionName extends string,
  Callees extends readonly (CalleeReference | CallSpec)[],
> extends DestinationPolicyProps {
  /** Ports by name; a number where the name says the protocol (`http`, `http2`, `grpc`, `tcp`, or one of these and `-…`). */
  readonly ports: Ports & CheckedPorts<Ports>;
  /** Versions by name; at least one. */
  readonly versions: Readonly<Record<VersionName, VersionProps>>;
  /**
   * The services that this one calls. Its proxy knows these and no others, and only they can be reached.
   *
   * @default - none
   */
  readonly calls?: Callees;
  /** How fast its versions are, where they do not say so themselves; for estimates. @default - not known */
  readonly performance?: PerformanceProps;
  /** Further labels on everything of the service. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** Kubernetes service account that it runs as. @default - one of the service's own name is made */
  readonly serviceAccount?: string;
  /**
   * Fixed cluster IP. Needed only where one caller calls two TCP services on the same port number.
   *
   * @default - Kubernetes chooses
   */
  readonly clusterIp?: string;
}

/**
 * A service of the mesh. Rules made with `route` hold for everyone who calls it; without any, requests go to all
 * versions alike.
 *
 * @example
 * const ratings = new Service(mesh, 'ratings', { ports: { http: 9080 }, versions: { v1: { image: 'ratings:1' } } });
 * const reviews = new Service(mesh, 'reviews', {
 *   ports: { http: 9080 },
 *   versions: { v1: { image: 'reviews:1' }, v2: { image: 'reviews:2' } },
 *   calls: [ratings],
 * });
 * reviews.route({ match: header('end-user').is('jason'), to: reviews.version('v2') });
 * reviews.route({ to: split({ v1: 90, v2: 10 }) });
 */
export class Service<
  const Name extends string = string,
  const Ports extends PortsInput = PortsInput,
  const VersionName extends string = string,
  const Callees extends readonly (CalleeReference | CallSpec)[] = readonly [],
>
  extends MeshElement
  implements ServiceReference<Name, VersionName, SpeaksHttp<Ports>, SpeaksTcp<Ports>>
{
  /** Tells the elements of a mesh apart. */
  readonly kind = 'service';
  /** The name that callers use; also the name of the Kubernetes objects. */
  readonly name: Name;
  /** Sorted. */
  readonly versionNames: readonly VersionName[];
  /** Whether it has a port that speaks HTTP or gRPC. */
  readonly speaksHttp: SpeaksHttp<Ports>;
  /** Whether it has a port that speaks plain TCP. */
  readonly speaksTcp: SpeaksTcp<Ports>;

  private readonly props: ServiceProps<Ports, VersionName, Callees>;
  private readonly declaredRoutes: DeclaredRoute[] = [];
  private readonly declaredCalls: { readonly spec: CalleeReference | CallSpec; readonly origin: Origin }[] = [];

  /**
   * @param scope the mesh, or a construct in it
   * @param id name of the service: a DNS label, unique in the mesh
   */
  constructor(scope: Construct, id: Name, props: ServiceProps<Ports, VersionName, Callees>) {
    super(scope, id);
    this.name = id;
    this.props = props;
    // The type takes VersionName from these keys.
    this.versionNames = Object.keys(props.versions).sort(compareText) as VersionName[];
    const protocols = lowerPorts(props.ports).map(({ protocol }) => protocol);
    // The types compute from Ports what is computed here from its value.
    this.speaksHttp = protocols.some((protocol) => protocol !== 'tcp') as typeof this.speaksHttp;
    this.speaksTcp = protocols.includes('tcp') as typeof this.speaksTcp;
    for (const spec of props.calls ?? []) this.declaredCalls.push({ spec, origin: this.origin });
    const slots = { name: id, versions: this.versionNames, ...serviceAccountOf(props) };
    addManifests(this, `service/${id}`, serviceManifestSlots(slots));
  }

  /** One of the versions, as a place to send requests to. */
  version<Chosen extends VersionName>(
    name: Chosen,
    options: { readonly port?: keyof Ports & string } = {},
  ): VersionReference<Name, Chosen, SpeaksHttp<Ports>, SpeaksTcp<Ports>> {
    return {
      kind: 'version-reference',
      service: this,
      version: name,
      ...(options.port === undefined ? {} : { port: options.port }),
    };
  }

  /** One of the ports, as a place to send requests to. */
  port<PortName extends keyof Ports & string>(name: PortName): PortReference<this, ProtocolOf<Ports, PortName>> {
    return { kind: 'port-reference', target: this, port: name, protocol: protocolOf(this.props.ports, name) };
  }

  /**
   * Adds a rule for those who call this service. Rules are tried in the order they are added; what none takes goes to
   * all versions alike.
   */
  route(props: ServiceRouteProps<Name, Ports, VersionName, Callees>): void {
    // The union of props by protocol is read as one record from here on; checks judge what untyped programs put in.
    const untyped = props as DeclaredRoute['props'];
    const origin = captureOrigin(`${this.node.path}/route-${this.declaredRoutes.length + 1}`, this.route);
    this.declaredRoutes.push({ origin, props: untyped });
    this.suppressAt(origin, untyped.suppress);
    meshOf(this).elementChanged();
  }

  /**
   * Declares a call after construction, for services that call each other in a circle. Where the order allows it, say
   * it in `calls`: routes then know the callee by type.
   */
  addCall(callee: CalleeReference, options: CallOptions = {}): void {
    this.declaredCalls.push({
      spec: { kind: 'call', callee, options },
      origin: captureOrigin(this.node.path, this.addCall),
    });
    meshOf(this).elementChanged();
  }

  /** A Kubernetes object of the service, to patch it the cdk8s way: `service`, `deployment-v1`, `network-policy`, … */
  manifest(id: string): ApiObject {
    return findManifest(this, id);
  }

  /**
   * Reads the service as declared so far.
   *
   * @internal
   */
  lower(diagnostics: Diagnostic[]): ServiceIr {
    const { props, origin } = this;
    const mesh = meshOf(this);
    const ports = lowerPorts(props.ports);
    // An untyped program may name a version and say nothing of it.
    const versions: Readonly<Partial<Record<string, VersionProps>>> = props.versions;
    const scope = { ports, origin, performance: props.performance };
    return {
      name: this.name,
      origin,
      labels: props.labels ?? {},
      serviceAccount: props.serviceAccount ?? this.name,
      ports,
      versions: this.versionNames.map((name) => lowerVersion(name, versions[name] ?? {}, scope)),
      routes: this.declaredRoutes.map((route, index) =>
        lowerRoute(route, index, ports, { mesh, owner: this.name, diagnostics }),
      ),
      calls: sortBy(
        this.declaredCalls.map((declared) => this.lowerCall(declared, diagnostics)),
        ({ callee }) => callee.name,
      ),
      policies: lowerDestinationPolicies(props, origin),
      ...(props.clusterIp === undefined ? {} : { clusterIp: props.clusterIp }),
    };
  }

  private lowerCall(
    { spec, origin }: { readonly spec: CalleeReference | CallSpec; readonly origin: Origin },
    diagnostics: Diagnostic[],
  ): Call {
    const { callee, options } = spec.kind === 'call' ? spec : { callee: spec, options: {} };
    reportForeign(callee, { mesh: meshOf(this), origin, diagnostics });
    return {
      callee: { kind: callee.kind, name: callee.name },
      origin,
      policies: lowerDestinationPolicies(options, origin),
      ...lowerCallLoad(options.load),
    };
  }
}
