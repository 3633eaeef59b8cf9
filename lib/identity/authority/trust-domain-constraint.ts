import { x509 } from './x509.js';

const nameConstraints = '2.5.29.30';
const sequence = 0x30;
const permittedSubtrees = 0xa0;
const uniformResourceIdentifier = 0x86;

/**
 * Lets a certificate authority name workloads of one trust domain and no others. Critical: who does not understand it has
 * to refuse the certificate. Source: RFC 5280, 4.2.1.10.
 */
export function trustDomainConstraint(trustDomain: string): InstanceType<typeof x509.Extension> {
  const name = element(uniformResourceIdentifier, Buffer.from(trustDomain, 'ascii'));
  return new x509.Extension(
    nameConstraints,
    true,
    element(sequence, element(permittedSubtrees, element(sequence, name))),
  );
}

/** DER: tag, length, content of up to 65535 bytes. */
function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
