import { App } from 'cdk8s';
import { Gateway, Service, path } from 'meshwright';
import { bookinfo } from '../bookinfo.js';

// A certificate authority that proves who owns the domain asks for a file on port 80 (ACME, HTTP-01). A gateway of its
// own lets these requests through to the solver, and nothing else.
const app = new App();
export const { mesh } = bookinfo(app);

const resolver = new Service(mesh, 'cert-manager-resolver', {
  ports: { http: 8089 },
  versions: {
    v1: {
      image: 'quay.io/jetstack/cert-manager-acmesolver:v1.19.1',
      local: { command: ['node', '--import', 'tsx', 'workloads/acme-solver.ts'] },
    },
  },
});

const gateway = new Gateway(mesh, 'cert-manager-gateway', { ports: { http: 80 } });
gateway.route({ name: 'http-01', match: path.prefix('/.well-known/acme-challenge'), to: resolver });

app.synth();
