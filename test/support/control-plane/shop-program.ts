/** The text of a program: a gateway sends everything to `echo`, as the given rules of `echo` say. */
export function shopProgram(gatewayPort: number, rules = ''): string {
  return [
    "import { App } from 'cdk8s';",
    "import { Gateway, Mesh, Service, path } from 'meshwright';",
    'const app = new App();',
    "const mesh = new Mesh(app, 'shop');",
    "const version = { image: 'echo:1' };",
    "const echo = new Service(mesh, 'echo', { ports: { http: 8080 }, versions: { v1: version, v2: version } });",
    rules,
    `const front = new Gateway(mesh, 'front', { ports: { http: ${String(gatewayPort)} } });`,
    "front.route({ match: path.prefix('/'), to: echo });",
    'app.synth();',
    '',
  ].join('\n');
}
