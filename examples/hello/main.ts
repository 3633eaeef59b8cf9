import { App } from 'cdk8s';
import { Gateway, Mesh, Service, header, path, split } from 'meshwright';

const app = new App();
const mesh = new Mesh(app, 'hello');

const greeter = new Service(mesh, 'greeter', {
  ports: { http: 8080 },
  versions: {
    v1: {
      image: 'example.com/hello/greeter:1',
      local: { command: ['node', 'workloads/greeter.mjs'], env: { GREETING: 'hello' } },
    },
    v2: {
      image: 'example.com/hello/greeter:2',
      local: { command: ['node', 'workloads/greeter.mjs'], env: { GREETING: 'good day' } },
    },
  },
});
greeter.route({ name: 'tester', match: header('x-tester').isPresent(), to: greeter.version('v2') });
greeter.route({ name: 'everyone', to: split({ v1: 90, v2: 10 }) });

const web = new Service(mesh, 'web', {
  ports: { http: 8080 },
  versions: {
    v1: { image: 'example.com/hello/web:1', local: { command: ['node', 'workloads/web.mjs'] } },
  },
  calls: [greeter],
});

const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 } });
ingress.route({ name: 'hello', match: path.prefix('/hello'), to: web });

app.synth();
