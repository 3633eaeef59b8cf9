import type { App } from 'cdk8s';
import {
  Gateway,
  Mesh,
  Service,
  anyOf,
  path,
  type DestinationPolicyProps,
  type EnvInput,
  type VersionProps,
} from 'meshwright';

/** Versions by name. */
export type Versions = Readonly<Record<string, VersionProps>>;

/** What an intent adds to the sample before it says its rules. */
export interface BookinfoOptions<FurtherRatings extends Versions, FurtherDetails extends Versions> {
  /** Versions of ratings beside v1. @default - none */
  readonly furtherRatings?: FurtherRatings;
  /** Versions of details beside v1. @default - none */
  readonly furtherDetails?: FurtherDetails;
  /** What holds for everyone who calls reviews. @default - nothing but the mesh's own defaults */
  readonly reviewsPolicies?: DestinationPolicyProps;
}

/**
 * The services of Istio's Bookinfo sample, without any rule but the way in: productpage calls details and reviews,
 * reviews calls ratings. The programs beside this file add their rules to it.
 */
export function bookinfo<
  const FurtherRatings extends Versions = Record<never, VersionProps>,
  const FurtherDetails extends Versions = Record<never, VersionProps>,
>(app: App, options: BookinfoOptions<FurtherRatings, FurtherDetails> = {}) {
  const services = bookinfoServices(app, options);
  const ingress = new Gateway(services.mesh, 'ingress', { ports: { http: 8080 } });
  ingress.route({
    name: 'bookinfo',
    match: anyOf(
      path.exact('/productpage'),
      path.prefix('/static'),
      path.exact('/login'),
      path.exact('/logout'),
      path.prefix('/api/v1/products'),
    ),
    to: services.productpage,
  });
  return { ...services, ingress };
}

/** The same without a way in from outside. */
export function bookinfoServices<
  const FurtherRatings extends Versions = Record<never, VersionProps>,
  const FurtherDetails extends Versions = Record<never, VersionProps>,
>(app: App, options: BookinfoOptions<FurtherRatings, FurtherDetails> = {}) {
  const mesh = new Mesh(app, 'bookinfo');
  // What is not given adds no version: the cast says to the types what the spread below does.
  const furtherRatings = options.furtherRatings ?? ({} as FurtherRatings);
  const furtherDetails = options.furtherDetails ?? ({} as FurtherDetails);

  const ratings = new Service(mesh, 'ratings', {
    ports: { http: 9080 },
    versions: { v1: workload('ratings', 'v1'), ...furtherRatings },
  });
  const details = new Service(mesh, 'details', {
    ports: { http: 9080 },
    versions: { v1: workload('details', 'v1'), ...furtherDetails },
  });
  const reviews = new Service(mesh, 'reviews', {
    ports: { http: 9080 },
    versions: { v1: workload('reviews', 'v1'), v2: workload('reviews', 'v2'), v3: workload('reviews', 'v3') },
    calls: [ratings],
    ...options.reviewsPolicies,
  });
  const productpage = new Service(mesh, 'productpage', {
    ports: { http: 9080 },
    versions: { v1: workload('productpage', 'v1') },
    calls: [details, reviews],
  });
  return { mesh, ratings, details, reviews, productpage };
}

/**
 * A workload that runs from the sample's image in Kubernetes, and from `workloads/` on this machine.
 *
 * @param image the sample's name for the image; by default that of the service and version
 */
export function workload(
  service: string,
  version: string,
  {
    image = `${service}-${version}`,
    env = {},
  }: { readonly image?: string; readonly env?: Readonly<Record<string, EnvInput>> } = {},
): VersionProps {
  return {
    image: `docker.io/istio/examples-bookinfo-${image}:1.20.3`,
    env,
    local: {
      command: ['node', '--import', 'tsx', `workloads/${service}.ts`],
      env: { SERVICE_VERSION: version },
    },
  };
}
