/** The program of a new project: two services behind a gateway, and a canary. */
export const mainProgram = `import { App } from 'cdk8s';
import { Gateway, header, Mesh, path, seconds, Service, split } from 'meshwright';

const app = new App();
const mesh = new Mesh(app, 'hello', { namespace: 'hello' });

// Says hello. The images are for Kubernetes; "local" is what "meshwright up" runs on this machine.
const greeter = new Service(mesh, 'greeter', {
  ports: { http: 8080 },
  versions: {
    v1: {
      image: 'registry.example.com/greeter:1.0.0',
      env: { GREETING: 'Hello' },
      local: { command: ['node', 'workloads/greeter.mjs'], env: { GREETING: 'Hello' } },
    },
    v2: {
      image: 'registry.example.com/greeter:2.0.0',
      env: { GREETING: 'Howdy' },
      local: { command: ['node', 'workloads/greeter.mjs'], env: { GREETING: 'Howdy' } },
    },
  },
});

// Serves the page. It says whom it calls: its proxy knows these services and no others.
const web = new Service(mesh, 'web', {
  ports: { http: 8080 },
  versions: {
    v1: {
      image: 'registry.example.com/web:1.0.0',
      local: { command: ['node', 'workloads/web.mjs'] },
    },
  },
  calls: [greeter],
});

// The first rule that matches decides: testers get v2, everyone else gets it one time in ten.
greeter.route({ match: header('x-beta').is('yes'), to: greeter.version('v2') });
greeter.route({
  to: split({ v1: 90, v2: 10 }),
  timeout: seconds(3),
  retries: { attempts: 2, on: ['5xx'] },
});

const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 }, hosts: ['hello.example.com'] });
ingress.route({ match: path.prefix('/'), to: web });

app.synth();
`;
