/** The parts of a soak's mesh that differ between runs and over time. */
export interface SoakProgram {
  readonly gatewayPort: number;
  /** Services between the gateway and `backend`, by the port of their workloads. */
  readonly callers: Readonly<Record<string, number>>;
  readonly backendPort: number;
  readonly echoPort: number;
  /** Percent of requests that version v2 of `backend` and of `echo` gets. */
  readonly v2: number;
}

/**
 * A program of a user: a gateway, services behind it that each call `backend`, and `echo`, which a gRPC client calls. No
 * route has retries or a second chance of any kind: what is lost is seen.
 */
export function soakProgram({ gatewayPort, callers, backendPort, echoPort, v2 }: SoakProgram): string {
  const split = `split({ v1: ${String(100 - v2)}, v2: ${String(v2)} })`;
  const versions = "{ v1: { image: 'soak:1' }, v2: { image: 'soak:2' } }";
  return [
    "import { App } from 'cdk8s';",
    "import { Gateway, Mesh, Service, path, split } from 'meshwright';",
    'const app = new App();',
    "const mesh = new Mesh(app, 'soak');",
    `const backend = new Service(mesh, 'backend', { ports: { http: ${String(backendPort)} }, versions: ${versions} });`,
    `backend.route({ to: ${split} });`,
    `const echo = new Service(mesh, 'echo', { ports: { grpc: ${String(echoPort)} }, versions: ${versions} });`,
    `echo.route({ to: ${split} });`,
    "new Service(mesh, 'shopper', { ports: { http: 80 }, versions: { v1: { image: 'soak:1' } }, calls: [echo] });",
    `const ingress = new Gateway(mesh, 'ingress', { ports: { http: ${String(gatewayPort)} } });`,
    ...Object.entries(callers).flatMap(([name, port]) => [
      `const ${name} = new Service(mesh, '${name}', { ports: { http: ${String(port)} }, versions: { v1: { image: 'soak:1' } }, calls: [backend] });`,
      `ingress.route({ match: path.prefix('/${name}'), to: ${name} });`,
    ]),
    'app.synth();',
    '',
  ].join('\n');
}
