import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeProject } from './make-project.js';

const workload = fileURLToPath(new URL('../e2e/up/workloads/answer.mjs', import.meta.url));

/** The text of a program that runs: gateway `ingress` sends everything to `web`, which calls `cart`. */
export function answerProgram(share: { readonly v1: number; readonly v2: number }, mark: string): string {
  return [
    "import { App } from 'cdk8s';",
    "import { Gateway, Mesh, path, Service, split, type VersionProps } from 'meshwright';",
    'const app = new App();',
    "const mesh = new Mesh(app, 'shop');",
    'const version = (name: string): VersionProps => ({',
    `  image: 'shop:1', local: { command: ['node', 'answer.mjs', '${mark}'], env: { NAME: name } },`,
    '});',
    "const cart = new Service(mesh, 'cart', { ports: { http: 8080 }, versions: { v1: version('cart/v1'), v2: version('cart/v2') } });",
    "const web = new Service(mesh, 'web', { ports: { http: 8080 }, versions: { v1: version('web/v1') }, calls: [cart] });",
    `cart.route({ name: 'shares', to: split({ v1: ${String(share.v1)}, v2: ${String(share.v2)} }) });`,
    "const ingress = new Gateway(mesh, 'ingress', { ports: { http: 8080 } });",
    "ingress.route({ match: path.prefix('/'), to: web });",
    'app.synth();',
    '',
  ].join('\n');
}

/** Makes a project of a user around `answerProgram`, in a temporary folder that lasts as long as the running test. */
export function answerProject(files: Readonly<Record<string, string>>): string {
  return makeProject({ 'answer.mjs': readFileSync(workload, 'utf8'), ...files });
}
