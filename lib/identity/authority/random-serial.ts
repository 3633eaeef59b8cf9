import { randomBytes } from 'node:crypto';

/** A serial number that nobody can guess, as hex: 126 random bits, positive, 16 bytes. Source: RFC 5280, 4.1.2.2. */
export function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes.writeUInt8((bytes.readUInt8(0) & 0x3f) | 0x40, 0);
  return bytes.toString('hex');
}
