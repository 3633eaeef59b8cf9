/** Where a proto type lives among the generated modules, and what it is called there. */

/** Messages that take a category's union as a type argument, because each field that holds one has its own category. */
export const GENERIC_MESSAGES = {
  'envoy.config.core.v3.TypedExtensionConfig': 'typed_config',
  'xds.core.v3.TypedExtensionConfig': 'typed_config',
  'envoy.config.core.v3.TransportSocket': 'typed_config',
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter': 'typed_config',
};

/** Splits `envoy.config.route.v3.RateLimit.Action` into package, module path and TypeScript name `RateLimit_Action`. */
export function locate(fullName) {
  const parts = fullName.split('.');
  const firstType = parts.findIndex((part) => /^[A-Z]/.test(part));
  const packageParts = parts.slice(0, firstType);
  return { module: packageParts.join('/'), alias: packageParts.join('_'), name: parts.slice(firstType).join('_') };
}

/** Import specifier of module `to` as seen from module `from` (both like `envoy/config/route/v3`). */
export function relativeModule(from, to) {
  const fromParts = from.split('/').slice(0, -1);
  const toParts = to.split('/');
  let shared = 0;
  while (shared < fromParts.length && shared < toParts.length - 1 && fromParts[shared] === toParts[shared]) shared++;
  const up = '../'.repeat(fromParts.length - shared);
  return `${up === '' ? './' : up}${toParts.slice(shared).join('/')}.js`;
}
