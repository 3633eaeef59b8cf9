import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { SvidMaterial } from '../read-svid.js';
import { derToPem } from './der-to-pem.js';

const svidsField = 1;
const fields = { certificateChain: 2, privateKey: 3, trustBundle: 4 } as const;

/**
 * Reads a message `X509SVIDResponse`: the identities of a workload, the default one first. Source: SPIFFE Workload API,
 * `workload.proto`.
 *
 * @throws Error when the bytes are no such message
 */
export function readX509SvidResponse(bytes: Uint8Array): readonly SvidMaterial[] {
  const svids: SvidMaterial[] = [];
  eachBytesField(bytes, (number, value) => {
    if (number === svidsField) svids.push(readX509Svid(value));
  });
  return svids;
}

function readX509Svid(bytes: Uint8Array): SvidMaterial {
  const found = new Map<number, Uint8Array>();
  eachBytesField(bytes, (number, value) => found.set(number, value));
  const pem = (number: number, label: string): string => derToPem(found.get(number) ?? new Uint8Array(), label);
  return {
    certificateChain: pem(fields.certificateChain, 'CERTIFICATE'),
    privateKey: pem(fields.privateKey, 'PRIVATE KEY'),
    trustBundle: pem(fields.trustBundle, 'CERTIFICATE'),
  };
}

function eachBytesField(bytes: Uint8Array, take: (number: number, value: Uint8Array) => void): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (type === WireType.LengthDelimited) take(number, reader.bytes());
    else reader.skip(type, number);
  }
}
