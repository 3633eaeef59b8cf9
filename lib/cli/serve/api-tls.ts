import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { watchFolder } from '../../identity/files/watch-folder.js';
import type { ServerTls } from '../../mesh-api/server/create-server-of.js';
import { messageOf } from '../../util/message-of.js';
import { systemClock } from '../../util/system-clock.js';
import { UsageError } from '../usage-error.js';

/** Files of the mesh API's certificate. Absolute. */
export interface ApiTlsFiles {
  /** PEM, leaf first. */
  readonly certificate: string;
  readonly key: string;
}

/** Reads the files of a certificate. Ends the command where they cannot be used. */
export function readApiTls(files: ApiTlsFiles): ServerTls {
  const read = tryRead(files);
  if (typeof read === 'string') throw new UsageError(`the mesh API has no certificate: ${read}`);
  return read;
}

/**
 * Follows the files of a certificate: each change that makes a whole of both is told; what cannot be used is printed, and is
 * looked at again with the next change. Ends with the returned function.
 */
export function followApiTls(
  files: ApiTlsFiles,
  onChange: (tls: ServerTls) => void,
  print: (text: string) => void,
): () => void {
  let last = tryRead(files);
  const look = (): void => {
    const now = tryRead(files);
    if (typeof now === 'string') {
      if (now !== last) print(`the mesh API goes on with the certificate that it has: ${now}`);
    } else if (typeof last === 'string' || now.cert !== last.cert || now.key !== last.key) onChange(now);
    last = now;
  };
  const folders = new Set([files.certificate, files.key].map((file) => dirname(file)));
  const ends = [...folders].map((folder) => watchFolder(folder, systemClock, look));
  return () => {
    for (const end of ends) end();
  };
}

/** What both files make, or why they make nothing. */
function tryRead({ certificate, key: keyFile }: ApiTlsFiles): ServerTls | string {
  let cert: string;
  let key: string;
  try {
    cert = readFileSync(certificate, 'utf8');
    key = readFileSync(keyFile, 'utf8');
  } catch (error) {
    return messageOf(error);
  }
  try {
    // While one of them was replaced and the other was not they do not fit.
    const fits = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
    return fits ? { cert, key } : `${keyFile} is not the key of ${certificate}`;
  } catch {
    // What the parsers say may quote what they parsed, and that may be the key.
    return `${certificate} or ${keyFile} is no PEM`;
  }
}
