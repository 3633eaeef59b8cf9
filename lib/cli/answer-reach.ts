import type { ReachAnswer } from '../behaviour/reach/reach-answer.js';
import { renderReach } from '../behaviour/reach/render-reach.js';
import type { RequestProblem } from '../behaviour/request-problem.js';
import type { SimulatedMesh } from '../behaviour/simulated-mesh.js';
import { stableJson } from '../util/stable-json.js';
import { displayFileFrom } from './display-file-from.js';
import { exitCode, type ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { loadSimulated, type AskOptions } from './load-simulated.js';
import { raiseProblem } from './raise-problem.js';
import { reportDiagnostics } from './report-diagnostics.js';

/** Loads a mesh, asks it who reaches whom, and prints the answer. Ends with a usage error where the question is wrong. */
export async function answerReach(
  ask: (simulated: SimulatedMesh) => ReachAnswer | RequestProblem,
  options: AskOptions,
  io: Io,
): Promise<ExitCode> {
  const { simulated, diagnostics, projectDirectory } = await loadSimulated(options, io);
  // What is well with the program is for `check` to say.
  if (simulated === undefined) return reportDiagnostics({ diagnostics, projectDirectory, details: {} }, options, io);
  const answer = ask(simulated);
  if ('message' in answer) return raiseProblem(answer);
  const displayFile = displayFileFrom(io.workingDirectory, projectDirectory);
  io.stdout.write(options.json ? stableJson(answer) : renderReach(answer, { displayFile }));
  return exitCode.ok;
}
