import type { Secret } from 'envoy-config-types/envoy/extensions/transport_sockets/tls/v3';
import type { Identity } from '../../identity/identity-provider.js';
import { secretNames } from './secret-names.js';

/** An identity as Envoy takes it: its own certificate with the key, and the roots. Never to be logged or written. Envoy: SDS. */
export function identitySecrets({ svid, trustBundle }: Identity): readonly Secret[] {
  return [
    {
      name: secretNames.own,
      tls_certificate: {
        certificate_chain: { inline_string: svid.certificateChain },
        private_key: { inline_string: svid.privateKey },
      },
    },
    { name: secretNames.trustBundle, validation_context: { trusted_ca: { inline_string: trustBundle } } },
  ];
}
