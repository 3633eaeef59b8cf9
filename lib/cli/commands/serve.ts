import { dirname, relative } from 'node:path';
import { hasErrors } from '../../diagnostics/has-errors.js';
import { renderText } from '../../diagnostics/render/text.js';
import { messageOf } from '../../util/message-of.js';
import { displayFileFrom } from '../display-file-from.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { createMeshLoader } from '../program/create-mesh-loader.js';
import { workloadDirectory } from '../program/workload-directory.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { createMeshFileLoader } from '../serve/create-mesh-file-loader.js';
import { followProgram, type FollowedProgram, type FollowProgramOptions } from '../serve/follow-program.js';
import type { ServeOptions } from '../serve/serve-options.js';
import { serveSettings } from '../serve/serve-settings.js';
import { servedProgram, type ServedProgram } from '../serve/served-program.js';
import { startPlane, type Plane } from '../serve/start-plane.js';
import { useColour } from '../terminal/use-colour.js';
import { untilAborted } from '../until-aborted.js';

/**
 * `meshwright serve`: serves a mesh and a registry to proxies until it is asked to stop. Without a program there is the
 * registry alone.
 */
export async function serve(argument: string | undefined, options: ServeOptions, io: Io): Promise<ExitCode> {
  const settings = serveSettings(options, io);
  const { diagnostics, ...served } = servedProgram(argument, io.workingDirectory);
  if (diagnostics.length > 0) return reportDiagnostics({ diagnostics, details: {} }, { json: false }, io);
  const print = (text: string): void => {
    if (!options.quiet) io.stderr.write(`${text}\n`);
  };
  const plane = await startPlane(settings, { env: io.env, log: io.stdout, print, signal: io.signal });
  let followed: FollowedProgram | undefined;
  try {
    print(`xDS server: ${settings.address}:${String(plane.live.xdsPort)}`);
    print(`mesh API: ${plane.api.url} (token in ${relative(io.workingDirectory, plane.operatorFile)})`);
    if (plane.dnsPort !== undefined) print(`DNS: ${settings.address}:${String(plane.dnsPort)}`);
    if (plane.lastGood !== undefined) print(`mesh ${plane.lastGood.ir.name} of the last time is served`);
    const source = sourceOf(served, { options, io, print });
    followed = source === undefined ? undefined : follow(source, plane, { io, print });
    const isReachable = (followed?.first ?? Promise.resolve()).then(plane.live.untilReachable);
    await Promise.race([isReachable, untilAborted(io.signal), plane.failure]);
    print('ready');
    await Promise.race([untilAborted(io.signal), plane.failure]);
    print('stopping');
  } finally {
    await followed?.stop();
    await plane.stop();
  }
  return exitCode.ok;
}

/** Where meshes come from. */
interface MeshSource extends Pick<FollowProgramOptions, 'load' | 'watch'> {
  /** That the files of its diagnostics are relative to. */
  readonly projectDirectory: string;
}

interface Surroundings {
  readonly io: Io;
  readonly print: (text: string) => void;
}

/** Undefined where there is nothing to serve but a registry. */
function sourceOf(
  { program, meshFile }: Omit<ServedProgram, 'diagnostics'>,
  { options, io, print }: Surroundings & { readonly options: ServeOptions },
): MeshSource | undefined {
  if (meshFile !== undefined) {
    const directory = dirname(meshFile);
    return {
      load: createMeshFileLoader(meshFile),
      watch: { directory, ignored: [] },
      projectDirectory: io.workingDirectory,
    };
  }
  if (program === undefined) return undefined;
  return {
    load: createMeshLoader(program, { ...options, env: io.env, onOutput: print }),
    watch: { directory: workloadDirectory(program), ignored: [program.outputDirectory] },
    projectDirectory: program.projectDirectory,
  };
}

function follow(
  { load, watch, projectDirectory }: MeshSource,
  { live, take }: Plane,
  { io, print }: Surroundings,
): FollowedProgram {
  const render = {
    colour: useColour(io.stderr, io.env),
    displayFile: displayFileFrom(io.workingDirectory, projectDirectory),
  };
  return followProgram({
    load,
    watch,
    take,
    onRun: ({ isTaken, diagnostics }) => {
      if (diagnostics.length > 0) io.stderr.write(renderText(diagnostics, render));
      const mesh = live.mesh();
      if (isTaken && mesh !== undefined) print(`mesh ${mesh.ir.name} is served, version ${live.meshVersion() ?? ''}`);
      else if (hasErrors(diagnostics))
        print(mesh === undefined ? 'no mesh is served' : 'the mesh is served as it was before');
    },
    onFailure: (error) => {
      io.stderr.write(`error: ${messageOf(error)}\n`);
    },
  });
}
