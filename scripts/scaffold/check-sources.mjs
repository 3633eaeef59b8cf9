// The files of a new check, as new-check.mjs writes them. What needs a thought says `Todo`.

export function checkSource({ slug, camel }) {
  return `import type { Service } from '../../ir/service.js';
import { defineCheck } from '../define-check.js';

/**
 * Finds what is wrong, but not what only follows from a mistake that another check reports.
 */
export const ${camel} = defineCheck('${slug}', function* ({ ir }) {
  for (const service of ir.services.filter(isMistaken)) {
    yield {
      message: "what is wrong in the user's words, value got, value expected",
      origin: service.origin,
      hint: 'what to change',
    };
  }
});

function isMistaken(service: Service): boolean {
  return (service.name === '') as Todo;
}
`;
}

export function effectiveCheckSource({ slug, camel }) {
  return `import type { CallEdge } from '../call-graph.js';
import { defineEffectiveCheck } from '../define-effective-check.js';

/**
 * Finds what is wrong, but not what only follows from a mistake that another check reports.
 */
export const ${camel} = defineEffectiveCheck('${slug}', function* ({ graph }) {
  for (const edge of graph.edges.filter(isMistaken)) {
    yield {
      message: "what is wrong in the user's words, value got, value expected",
      origin: edge.origin,
      hint: 'what to change',
    };
  }
});

function isMistaken(edge: CallEdge): boolean {
  return (edge.routes.length === 0) as Todo;
}
`;
}

export function pageSource({ slug }, code) {
  const example = `\`\`\`ts fragment
new Service(mesh, 'cart', { ports: { http: 8080 }, versions: { v1: { image: 'cart:1' } } });
\`\`\``;
  return `# ${code} ${slug}

**Error:** what is wrong.

What it means, and what would happen otherwise.

## Example

${example}

## Fix

What to change.

${example}
`;
}

export function programSource(what) {
  return `import type { App } from 'cdk8s';
import { Mesh, Service } from 'meshwright';

// ${what}
export function build(app: App): void {
  const mesh = new Mesh(app, 'shop');
  new Service(mesh, 'cart', { ports: { http: 8080 }, versions: { v1: { image: 'cart:1' } } });
}
`;
}
