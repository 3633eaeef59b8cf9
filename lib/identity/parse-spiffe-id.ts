/** The parts of a SPIFFE id. Source: SPIFFE-ID, section 2. */
export interface SpiffeIdParts {
  readonly trustDomain: string;
  /** Starts with a slash; "" for the id of the trust domain itself. */
  readonly path: string;
}

const longestId = 2048;
const longestTrustDomain = 255;
const form = /^spiffe:\/\/([a-z0-9._-]+)((?:\/[A-Za-z0-9._-]+)*)$/;

/** Reads a SPIFFE id; undefined where the text is none by the letter of the standard. */
export function parseSpiffeId(text: string): SpiffeIdParts | undefined {
  const [, trustDomain, path] = form.exec(text) ?? [];
  if (trustDomain === undefined || path === undefined) return undefined;
  if (text.length > longestId || trustDomain.length > longestTrustDomain) return undefined;
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) return undefined;
  return { trustDomain, path };
}
