/**
 * Writes a program with one mesh, `shop`: `web` calls `cart`, which has the given lines of rules. The rules start at
 * line 7.
 */
export function shopProgram(...rules: readonly string[]): string {
  return [
    "import { App } from 'cdk8s';",
    "import { Gateway, header, Mesh, path, seconds, Service, split } from 'meshwright';",
    'const app = new App();',
    "const mesh = new Mesh(app, 'shop');",
    "const cart = new Service(mesh, 'cart', { ports: { http: 8080 }, versions: { v1: { image: 'cart:1' }, v2: { image: 'cart:2' } } });",
    "const web = new Service(mesh, 'web', { ports: { http: 8080 }, versions: { v1: { image: 'web:1' } }, calls: [cart] });",
    ...rules,
    'app.synth();',
    'void [Gateway, header, path, seconds, split, web];',
    '',
  ].join('\n');
}
