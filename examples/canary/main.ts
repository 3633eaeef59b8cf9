import { App, Duration } from 'cdk8s';
import { Gateway, Mesh, Rollout, Service, errorRatio, latencyOver, paced, path, type VersionProps } from 'meshwright';

const app = new App();
const mesh = new Mesh(app, 'canary');

const version = (name: string, failing = 0): VersionProps => ({
  image: `example.com/canary/quotes:${name}`,
  local: { command: ['node', 'workloads/quotes.mjs'], env: { VERSION: name, FAILING: String(failing) } },
});
const quotes = new Service(mesh, 'quotes', {
  ports: { http: 8080 },
  // v2 breaks one answer in twenty, and nobody knows yet.
  versions: { v1: version('v1'), v2: version('v2', 5), v3: version('v3') },
});
// Whatever goes to v1 is what the rollout divides.
quotes.route({ name: 'everyone', to: quotes.version('v1') });

new Rollout(mesh, 'quotes', {
  of: quotes,
  from: 'v1',
  to: 'v2', // then 'v3'
  strategy: paced({ first: 20, most: 50 }),
  criteria: [
    // Promotion needs proof of this.
    errorRatio({ margin: 0.5 }),
    // This can only take the canary back: a machine with other work is slow now and then, whoever answers.
    latencyOver(Duration.millis(500), { margin: 5, role: 'guard' }),
  ],
  harmBudget: 1,
  traffic: { requestsPerSecond: 300, bad: 0.01 },
  // Short, so that it can be watched. Hours would be usual.
  timing: {
    window: Duration.seconds(1),
    settle: Duration.millis(500),
    bake: Duration.seconds(3),
    watch: Duration.seconds(5),
    watchShare: 5,
  },
});

const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 } });
ingress.route({ name: 'quotes', match: path.prefix('/'), to: quotes });

app.synth();
