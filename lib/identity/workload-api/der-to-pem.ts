/**
 * Writes DER structures that stand one after the other as PEM, each under the same label.
 *
 * @throws Error when the bytes end within a structure
 */
export function derToPem(bytes: Uint8Array, label: string): string {
  const der = Buffer.from(bytes);
  let text = '';
  for (let start = 0; start < der.length;) {
    const end = start + elementLength(der, start);
    if (end > der.length) throw new Error('a DER structure is cut off');
    const lines = der.toString('base64', start, end).match(/.{1,64}/g) ?? [];
    text += `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
    start = end;
  }
  return text;
}

/** Tag of one byte, length, content. X.690, 8.1. */
function elementLength(der: Buffer, start: number): number {
  const first = der[start + 1] ?? 0;
  if (first < 0x80) return 2 + first;
  const bytes = first & 0x7f;
  if (bytes === 0 || bytes > 4 || start + 2 + bytes > der.length) throw new Error('a DER structure has no length');
  return 2 + bytes + der.readUIntBE(start + 2, bytes);
}
