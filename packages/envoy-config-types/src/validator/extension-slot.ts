import type { JsonObject } from '../../types/primitives.js';

/**
 * Messages that name an extension which Envoy looks up by the type of its config, never by its name: without a config
 * it says `Didn't find a registered implementation for 'x' with type URL: ''`. Each was tried with Envoy 1.40.
 */
const SLOTS = new Set([
  'envoy.config.accesslog.v3.AccessLog',
  'envoy.config.cluster.v3.Filter',
  'envoy.config.core.v3.HealthCheck.CustomHealthCheck',
  'envoy.config.core.v3.TransportSocket',
  'envoy.config.listener.v3.Filter',
  'envoy.config.listener.v3.ListenerFilter',
  'envoy.config.metrics.v3.StatsSink',
  'envoy.config.overload.v3.ResourceMonitor',
  'envoy.config.route.v3.RetryPolicy.RetryHostPredicate',
  'envoy.config.route.v3.RetryPolicy.RetryPriority',
  'envoy.config.trace.v3.Tracing.Http',
  'envoy.extensions.filters.network.http_connection_manager.v3.HttpFilter',
]);

const CONFIG_FIELDS = ['typed_config', 'typedConfig', 'config_discovery', 'configDiscovery'];

/** Says of a message of this type whether its extension has a config; undefined for types that may go without one. */
export function extensionSlot(type: string): ((message: JsonObject) => 'filled' | 'empty') | undefined {
  if (!SLOTS.has(type)) return undefined;
  return (message) => {
    // An HTTP filter marked optional is passed over when Envoy does not find it.
    if (message['is_optional'] === true || message['isOptional'] === true) return 'filled';
    return CONFIG_FIELDS.some((name) => message[name] !== undefined && message[name] !== null) ? 'filled' : 'empty';
  };
}
