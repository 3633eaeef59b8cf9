/**
 * The first value of a query parameter, percent-encoding as it stands; of a parameter without `=` the empty text.
 * Undefined when it is missing.
 *
 * @param path with the query
 */
export function queryValue(path: string, name: string): string | undefined {
  const start = path.indexOf('?');
  if (start === -1) return undefined;
  for (const parameter of path.slice(start + 1).split('&')) {
    const equals = parameter.indexOf('=');
    if ((equals === -1 ? parameter : parameter.slice(0, equals)) !== name) continue;
    return equals === -1 ? '' : parameter.slice(equals + 1);
  }
  return undefined;
}
