import type { MeshRequest } from '../../behaviour/mesh-request.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import type { HeaderLine } from '../../simulate/headers/header-line.js';
import type { Callee } from '../callee.js';
import type { RequestHeaders, RequestOptions } from '../request-options.js';

/** Puts a test's words into one request. A service's path without a host goes to the only HTTP service that it calls. */
export function meshRequestOf(
  ir: MeshIr,
  { from, method, url, options }: { from: string; method: string; url: string; options: RequestOptions },
): MeshRequest {
  const { headers, to, host, source } = options;
  const callee = to === undefined ? onlyCallee(ir, from, url) : namedCallee(to);
  const lines = headerLines(headers ?? []);
  return {
    from,
    method,
    url,
    headers: host === undefined ? lines : [...lines.filter(([name]) => name.toLowerCase() !== 'host'), ['host', host]],
    ...(callee === undefined ? {} : { to: callee }),
    ...(source === undefined ? {} : { source }),
  };
}

function headerLines(headers: RequestHeaders): readonly HeaderLine[] {
  if (isList(headers)) return headers;
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : value.map((each) => [name, each] as const),
  );
}

// Array.isArray does not narrow readonly arrays out of a union.
function isList(headers: RequestHeaders): headers is readonly HeaderLine[] {
  return Array.isArray(headers);
}

function namedCallee(to: Callee): NonNullable<MeshRequest['to']> {
  if (typeof to === 'string') return { name: to };
  return to.kind === 'port-reference' ? { name: to.target.name, port: to.port } : { name: to.name };
}

function onlyCallee(ir: MeshIr, from: string, url: string): MeshRequest['to'] {
  if (!url.startsWith('/') || url.startsWith('//')) return undefined;
  const calls = ir.services.find(({ name }) => name === from)?.calls ?? [];
  const [only, ...others] = calls.filter(({ callee }) => {
    const list = callee.kind === 'service' ? ir.services : ir.externalServices;
    const ports = list.find(({ name }) => name === callee.name)?.ports ?? [];
    return ports.some(({ protocol }) => protocol !== 'tcp');
  });
  return only === undefined || others.length > 0 ? undefined : { name: only.callee.name };
}
