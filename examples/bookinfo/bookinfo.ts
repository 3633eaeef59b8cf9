import type { App } from 'cdk8s';
import { Gateway, Mesh, Service, anyOf, path, type VersionProps } from 'meshwright';

/**
 * The services of Istio's Bookinfo sample, without any rule but the way in: productpage calls details and reviews,
 * reviews calls ratings. The programs beside this file add their rules to it.
 */
export function bookinfo(app: App) {
  const mesh = new Mesh(app, 'bookinfo');

  const ratings = new Service(mesh, 'ratings', {
    ports: { http: 9080 },
    versions: { v1: workload('ratings', 'v1') },
  });
  const details = new Service(mesh, 'details', {
    ports: { http: 9080 },
    versions: { v1: workload('details', 'v1') },
  });
  const reviews = new Service(mesh, 'reviews', {
    ports: { http: 9080 },
    versions: { v1: workload('reviews', 'v1'), v2: workload('reviews', 'v2'), v3: workload('reviews', 'v3') },
    calls: [ratings],
  });
  const productpage = new Service(mesh, 'productpage', {
    ports: { http: 9080 },
    versions: { v1: workload('productpage', 'v1') },
    calls: [details, reviews],
  });

  const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 } });
  ingress.route({
    name: 'bookinfo',
    match: anyOf(
      path.exact('/productpage'),
      path.prefix('/static'),
      path.exact('/login'),
      path.exact('/logout'),
      path.prefix('/api/v1/products'),
    ),
    to: productpage,
  });

  return { mesh, ratings, details, reviews, productpage, ingress };
}

/** A workload that runs from the sample's image in Kubernetes, and from `workloads/` on this machine. */
export function workload(service: string, version: string): VersionProps {
  return {
    image: `docker.io/istio/examples-bookinfo-${service}-${version}:1.20.3`,
    local: {
      command: ['node', '--import', 'tsx', `workloads/${service}.ts`],
      env: { SERVICE_VERSION: version },
    },
  };
}
