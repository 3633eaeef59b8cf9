import { expect, test } from 'vitest';
import { redactSecrets } from '../../../../lib/mesh-api/handlers/proxies/redact-secrets.js';

test('hides what Envoy itself hides, wherever it stands, and keeps the rest', () => {
  const certificate = {
    certificate_chain: { inline_string: 'public' },
    private_key: { inline_string: 'secret' },
  };
  expect(
    redactSecrets({ a: [{ tls_certificates: [certificate] }], password: { inline_bytes: 'c2VjcmV0' }, n: 1 }),
  ).toEqual({
    a: [
      {
        tls_certificates: [
          { certificate_chain: { inline_string: 'public' }, private_key: { inline_string: '[redacted]' } },
        ],
      },
    ],
    password: { inline_bytes: '[redacted]' },
    n: 1,
  });
});

test('tells which file a key is read from', () => {
  expect(redactSecrets({ private_key: { filename: '/etc/key.pem' } })).toEqual({
    private_key: { filename: '/etc/key.pem' },
  });
});
