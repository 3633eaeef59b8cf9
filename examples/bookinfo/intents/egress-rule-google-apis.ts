import { App } from 'cdk8s';
import { ExternalService, LoadBalancing } from 'meshwright';
import { bookinfo, workload } from '../bookinfo.js';

// Details v2 asks Google Books over plain HTTP; its proxy finds the address by DNS, speaks TLS, and verifies who
// answers. Nobody else in the mesh can reach Google.
const app = new App();
export const { mesh, details } = bookinfo(app, {
  furtherDetails: {
    v2: workload('details', 'v2', { env: { ENABLE_EXTERNAL_BOOK_SERVICE: 'true', DO_NOT_ENCRYPT: 'true' } }),
  },
});

const googleApis = new ExternalService(mesh, 'googleapis', {
  hosts: ['www.googleapis.com'],
  ports: { http: { port: 80, protocol: 'http', targetPort: 443 } },
  tls: true,
  loadBalancing: LoadBalancing.roundRobin(),
});
details.addCall(googleApis);
details.route({ to: details.version('v2') });

app.synth();
