import type { ConfigSource } from 'envoy-config-types/envoy/config/core/v3';

/** Where a proxy gets its certificate and the roots that it trusts, and what they are called there. Envoy: `SdsSecretConfig`. */
export interface SecretSource {
  readonly config: ConfigSource;
  readonly own: string;
  readonly trustBundle: string;
}
