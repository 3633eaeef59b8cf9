import type { Command } from 'commander';
import { apiCommand } from './api-command.js';
import type { CertificateOptions } from './commands/certificates.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';

/**
 * Adds `meshwright certificates …`, which calls the mesh API of a server.
 *
 * @param end gets the exit code of the command that ran
 */
export function addCertificateCommands(root: Command, io: Io, end: (code: ExitCode) => void): void {
  const certificates = root.command('certificates').description('get certificates of a running server');
  apiCommand(certificates, 'request', 'make a key, and get a certificate of it as tls.crt, tls.key and ca.crt')
    .argument('[service]', 'service of the mesh, or gateway of that name (default: that of the token)')
    .requiredOption('--folder <folder>', 'new folder, or one that this command has made')
    .option('--watch', 'renew it until the command is stopped, with a new key each time', false)
    .action(async (service: string | undefined, options: CertificateOptions) => {
      const { certificatesRequest } = await import('./commands/certificates.js');
      end(await certificatesRequest(service, options, io));
    });
}
