import { App, type Duration } from 'cdk8s';
import {
  call,
  Gateway,
  header,
  Mesh,
  milliseconds,
  path,
  seconds,
  Service,
  split,
  type CalleeReference,
  type CallSpec,
  type DestinationPolicyProps,
  type OutlierDetectionProps,
  type RetriesProps,
  type ServiceReference,
  type VersionProps,
} from '../../constructs/index.js';

/** What may be said otherwise of the boutique, to make a mistake. */
export interface BoutiqueOptions {
  /** How long the gateway waits for the frontend. @default - 15 seconds */
  readonly edgeTimeout?: Duration;
  /** Retries of reads. @default - 2 tries more of up to 500 ms, also of those that timed out */
  readonly reads?: RetriesProps;
  /** Replicas of the catalog's second version. @default 1 */
  readonly canaryReplicas?: number;
  /** Share of the catalog's second version in percent. @default 10 */
  readonly canaryWeight?: number;
  /** Whether the rule for testers stands before the split. @default true */
  readonly testersFirst?: boolean;
  /** Path of what the frontend serves as files. @default '/static' */
  readonly staticPath?: string;
  /** Hosts of the gateway beside the two that have routes. @default - none */
  readonly furtherHosts?: readonly string[];
  /** Where visitors of the bare domain are sent. @default 'www.shop.example.com' */
  readonly redirectHost?: string;
  /** What the ad service says beside the mesh. @default - nothing */
  readonly adOutlierDetection?: OutlierDetectionProps;
  /** Whether the payment service asks the checkout back. @default false */
  readonly paymentCallsBack?: boolean;
}

const reads: RetriesProps = {
  attempts: 2,
  on: ['connect-failure', 'refused-stream', 'unavailable', 'reset'],
  perTryTimeout: milliseconds(500),
};

/**
 * The services of Google's Online Boutique with its calls, ports and protocols, and the rules and policies that those who
 * run such a shop give it: nothing in it is a mistake.
 */
export function onlineBoutique(options: BoutiqueOptions = {}): Mesh {
  const mesh = new Mesh(new App(), 'boutique', {
    connectTimeout: seconds(1),
    outlierDetection: { consecutiveGatewayErrors: 5, maxEjectionPercent: 50 },
  });
  const catalog = declareCatalog(mesh, options);
  const readRetries = options.reads ?? reads;
  const redis = new Service(mesh, 'redis-cart', {
    ports: { 'tcp-redis': 6379 },
    versions: { v1: { image: 'redis:alpine', probes: { readiness: { tcp: true, period: seconds(5) } } } },
  });
  const cart = grpcService(mesh, 'cartservice', 7070, { calls: [redis], timeout: seconds(2) });
  const currency = grpcService(mesh, 'currencyservice', 7000, { timeout: seconds(2), retries: readRetries });
  const email = new Service(mesh, 'emailservice', {
    ports: { grpc: { port: 5000, protocol: 'grpc', targetPort: 8080 } },
    versions: { v1: workload('emailservice') },
    timeout: seconds(5),
  });
  const payment = grpcService(mesh, 'paymentservice', 50051, { timeout: seconds(5) });
  const shipping = grpcService(mesh, 'shippingservice', 50051, { timeout: seconds(2) });
  const ads = grpcService(mesh, 'adservice', 9555, {
    timeout: milliseconds(300),
    replicas: 1,
    ...(options.adOutlierDetection === undefined ? {} : { outlierDetection: options.adOutlierDetection }),
  });
  const recommendation = grpcService(mesh, 'recommendationservice', 8080, {
    calls: [call(catalog, { timeout: seconds(1), retries: { ...reads, perTryTimeout: milliseconds(300) } })],
    timeout: seconds(2),
  });
  const checkout = grpcService(mesh, 'checkoutservice', 5050, {
    calls: [cart, catalog, currency, email, payment, shipping],
    timeout: seconds(10),
  });
  if (options.paymentCallsBack === true) payment.addCall(checkout, { timeout: seconds(1) });
  const frontend = new Service(mesh, 'frontend', {
    ports: { http: { port: 80, protocol: 'http', targetPort: 8080 } },
    versions: { v1: { ...workload('frontend'), probes: { readiness: { http: '/_healthz' } }, env: { PORT: '8080' } } },
    calls: [ads, cart, call(catalog, { retries: readRetries }), checkout, currency, recommendation, shipping],
  });
  new Service(mesh, 'loadgenerator', {
    ports: { http: 8089 },
    versions: { v1: { image: 'loadgenerator:0.10' } },
    calls: [frontend],
  });
  declareIngress(mesh, frontend, options);
  return mesh;
}

function declareCatalog(mesh: Mesh, { canaryReplicas = 1, canaryWeight = 10, testersFirst = true }: BoutiqueOptions) {
  const catalog = new Service(mesh, 'productcatalogservice', {
    ports: { grpc: 3550 },
    versions: { v1: workload('catalog', 3), v2: workload('catalog', canaryReplicas) },
    timeout: seconds(2),
  });
  const rules = [
    () => {
      catalog.route({ name: 'testers', match: header('x-canary').is('true'), to: catalog.version('v2') });
    },
    () => {
      catalog.route({ name: 'all', to: split({ v1: 100 - canaryWeight, v2: canaryWeight }) });
    },
  ];
  for (const declare of testersFirst ? rules : rules.reverse()) declare();
  return catalog;
}

function declareIngress(mesh: Mesh, frontend: ServiceReference<string, string, true>, options: BoutiqueOptions): void {
  const { staticPath = '/static', furtherHosts = [], redirectHost = 'www.shop.example.com' } = options;
  const hosts = ['www.shop.example.com'];
  const ingress = new Gateway(mesh, 'ingress', {
    ports: { http: 8080 },
    hosts: ['shop.example.com', ...hosts, ...furtherHosts],
  });
  ingress.route({ name: 'bare', hosts: ['shop.example.com'], redirect: { host: redirectHost, status: 301 } });
  ingress.route({ name: 'static', hosts, match: path.prefix(staticPath), to: frontend });
  ingress.route({ name: 'shop', hosts, to: frontend, timeout: options.edgeTimeout ?? seconds(15) });
}

interface GrpcProps extends DestinationPolicyProps {
  readonly calls?: readonly (CalleeReference | CallSpec)[];
  /** @default 2 */
  readonly replicas?: number;
}

function grpcService(mesh: Mesh, name: string, port: number, { replicas, ...props }: GrpcProps) {
  return new Service(mesh, name, { ports: { grpc: port }, versions: { v1: workload(name, replicas) }, ...props });
}

function workload(name: string, replicas = 2): VersionProps {
  return {
    image: `${name}:0.10`,
    replicas,
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    probes: { readiness: { grpc: '' }, liveness: { grpc: '', period: seconds(15) } },
  };
}
