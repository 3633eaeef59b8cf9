/**
 * The URI names among a certificate's alternative names, as Node writes these: `DNS:a, URI:spiffe://b/c`. A name that has
 * signs in it which could be taken for the list's own stands there as a JSON string, and is read as such.
 * Source: Node, `tls.TLSSocket.getPeerCertificate`, `subjectaltname`.
 */
export function peerUris(alternativeNames: string | undefined): readonly string[] {
  const entry = /(?:^|, )([^:,"]+):("(?:[^"\\]|\\.)*"|[^,"]*)(?=$|, )/gy;
  const found: string[] = [];
  let end = 0;
  for (let match = entry.exec(alternativeNames ?? ''); match !== null; match = entry.exec(alternativeNames ?? '')) {
    const [, kind, value = ''] = match;
    if (kind === 'URI') found.push(value.startsWith('"') ? String(JSON.parse(value)) : value);
    end = entry.lastIndex;
  }
  // What cannot be read to its end proves nothing.
  return end === (alternativeNames ?? '').length ? found : [];
}
