import type { HeaderLine } from './header-line.js';

/** Headers of which Envoy keeps one line: a second one is joined to the first. Found by asking Envoy 1.40 for each. */
const joined = new Set([
  'accept',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'authorization',
  'cache-control',
  'content-encoding',
  'content-type',
  'expect',
  'grpc-accept-encoding',
  'grpc-timeout',
  'if-match',
  'if-modified-since',
  'if-none-match',
  'origin',
  'pragma',
  'proxy-status',
  'referer',
  'user-agent',
  'via',
  'x-client-trace-id',
  'x-envoy-attempt-count',
  'x-envoy-decorator-operation',
  'x-envoy-downstream-service-cluster',
  'x-envoy-downstream-service-node',
  'x-envoy-external-address',
  'x-envoy-is-timeout-retry',
  'x-envoy-original-host',
  'x-envoy-original-path',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-proto',
  'x-request-id',
]);

/** The lines as Envoy keeps them: of the well-known headers one each, with all values in their order. Names are in lower case. */
export function joinRepeated(lines: readonly HeaderLine[]): readonly HeaderLine[] {
  if (!hasRepeated(lines)) return lines;
  const known = lines.filter(([name]) => joined.has(name));
  const seen = new Set<string>();
  return lines.flatMap(([name, value]): readonly HeaderLine[] => {
    if (!joined.has(name)) return [[name, value]];
    if (seen.has(name)) return [];
    seen.add(name);
    // Nothing is joined to nothing: an empty value leaves no comma.
    const values = known.filter(([other, each]) => other === name && each !== '').map(([, each]) => each);
    return [[name, values.join(',')]];
  });
}

/** Nearly no request has any: this is asked of every one, and so without making anything new. */
function hasRepeated(lines: readonly HeaderLine[]): boolean {
  for (const [index, [name]] of lines.entries())
    for (let other = index + 1; other < lines.length; other++)
      if (lines[other]?.[0] === name && joined.has(name)) return true;
  return false;
}
