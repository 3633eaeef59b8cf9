import { Option, type Command } from 'commander';
import { sidecarTraffics } from '../control-plane/sidecar-traffic.js';
import type { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { programHelp } from './program-help.js';
import { mutualTlsModes, type ServeOptions } from './serve/serve-options.js';

/**
 * Adds `meshwright serve`.
 *
 * @param end gets the exit code
 */
export function addServeCommand(root: Command, io: Io, end: (code: ExitCode) => void): void {
  withSecurity(root.command('serve'))
    .description('serve the mesh of a program and a registry of instances to running proxies')
    .argument(
      '[program]',
      'folder or file of the program, or a compiled mesh: a file that ends in .json (default: the program of this folder, if there is one)',
    )
    .option('--data <folder>', 'folder of what outlives the process', '.meshwright')
    .option('--address <ip>', 'address that the xDS server and DNS listen on', '127.0.0.1')
    .option('--api-address <ip>', 'address that the mesh API listens on', '127.0.0.1')
    .option(
      '--api-certificate <file>',
      'certificate of the mesh API, PEM; it is read again when it changes (default: no TLS)',
    )
    .option('--api-key <file>', 'key of that certificate, PEM')
    .option(
      '--audit-log <file>',
      'who wrote what by the mesh API, a JSON object a line (default: with the log, on stdout)',
    )
    .option('--insecure', 'let what speaks in the clear listen on other addresses than loopback', false)
    .option('--advertise <host>', 'host by which proxies reach this server (default: the address)')
    .option('--xds-port <port>', 'port of the xDS server; 0: a free one', '18000')
    .option('--api-port <port>', 'port of the mesh API; 0: a free one', '15050')
    .option('--dns-port <port>', 'answer DNS for registered services, as <service>.mesh.internal (default: no)')
    .option('--proxy-address <ip>', 'address that gateways and the inbound side of sidecars listen on', '0.0.0.0')
    .option('--proxy-ports <from-to>', 'ports that sidecars may take', '20000-29999')
    .addOption(
      new Option('--traffic <way>', 'how connections get into sidecars: ports of loopback, or pods that capture them')
        .choices(sidecarTraffics)
        .default('loopback'),
    )
    .option(
      '--registry <backend...>',
      'where instances are registered: embedded, redis://…, kubernetes, consul://…, dns:…, static:<file>; several are merged',
      ['embedded'],
    )
    .option('--mesh <name>', 'which mesh of the program to serve (default: the only one)')
    .option('-q, --quiet', 'print nothing but diagnostics', false)
    .option('--no-type-check', 'do not check the types of the program')
    .addHelpText('after', programHelp)
    .action(async (program: string | undefined, options: ServeOptions) => {
      const { serve } = await import('./commands/serve.js');
      end(await serve(program, options, io));
    });
}

/** Who proves what to whom. */
function withSecurity(command: Command): Command {
  return command
    .addOption(new Option('--mtls <mode>', 'mutual TLS between the proxies of the mesh').choices(mutualTlsModes))
    .option(
      '--identity <source>',
      "with --mtls, who issues certificates: authority, files:<folder> (as cert-manager writes them), or spire:<socket> (each proxy's own SPIRE agent)",
      'authority',
    )
    .option(
      '--ca-files <folder>',
      'keys of the certificate authority as plain files (default: sealed in the data folder with MESHWRIGHT_CA_PASSPHRASE)',
    )
    .option(
      '--ca-kubernetes <namespace/name>',
      'Secret of Kubernetes for those keys, sealed, and ConfigMap for its roots; replicas share them',
    )
    .option('--certificate-ttl <seconds>', 'how long a certificate is good; it is renewed after two thirds', '3600')
    .option(
      '--admit <way>',
      'what proxies may prove themselves by, beside certificates and tokens of the mesh API: kubernetes[:<audience>]',
    )
    .option(
      '--node-proof <kind:path>',
      'where proxies have it on their machines: token:<file>, certificate:<folder>, or svid with --identity spire (default: svid there, else token:/var/run/secrets/meshwright/token)',
    )
    .option('--grpc-xds-port <port>', 'with --mtls: serve gRPC clients without proxies, on this port of loopback')
    .option(
      '--grpc-certificates <folder>',
      'with --grpc-xds-port: folder of tls.crt, tls.key and ca.crt of gRPC clients, on their machines (default: they call in the clear)',
    );
}
