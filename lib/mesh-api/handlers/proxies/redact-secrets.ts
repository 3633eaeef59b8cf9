/** What takes the place of a secret; the same text that Envoy's own dump has. */
const redacted = '[redacted]';

// Fields of Envoy's API that hold what must stay secret, as Envoy marks them (udpa.annotations.sensitive).
const secretFields = new Set([
  'private_key',
  'private_key_provider',
  'password',
  'auth_password',
  'session_ticket_keys',
  'hmac_secret',
  'token_secret',
  'inline_string_secret',
]);

/** Copies a resource without the secrets in it. Names of files and of secrets that come by SDS stay. */
export function redactSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, secretFields.has(key) ? hide(child) : redactSecrets(child)]),
  );
}

function hide(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hide);
  if (typeof value !== 'object' || value === null) return redacted;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, key === 'filename' ? child : hide(child)]),
  );
}
