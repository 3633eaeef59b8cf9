import { explainTrace } from '../../behaviour/explain/explain-trace.js';
import type { Explanation } from '../../behaviour/explain/explanation.js';
import { renderExplanation } from '../../behaviour/explain/render-explanation.js';
import { renderExplanationJson } from '../../behaviour/explain/render-explanation-json.js';
import { renderExplanationMermaid } from '../../behaviour/explain/render-explanation-mermaid.js';
import type { MeshRequest } from '../../behaviour/mesh-request.js';
import { traceRequest } from '../../behaviour/trace-request.js';
import type { MeshIr } from '../../ir/mesh-ir.js';
import { displayFileFrom } from '../display-file-from.js';
import { explainDump, type DumpOptions } from '../explain-dump.js';
import { exitCode, type ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
import { loadSimulated, type AskOptions } from '../load-simulated.js';
import { parseHeader } from '../parse-header.js';
import { parseRequestWords } from '../parse-request-words.js';
import { raiseProblem } from '../raise-problem.js';
import { reportDiagnostics } from '../report-diagnostics.js';
import { useColour } from '../terminal/use-colour.js';
import { UsageError } from '../usage-error.js';

/** What `meshwright explain` takes. */
export interface ExplainOptions extends AskOptions, DumpOptions {
  /** Service or gateway that sends the request. @default - the only gateway */
  readonly from?: string;
  /** Callee, `<service>` or `<service>:<port name>`. @default - what the URL says */
  readonly to?: string;
  /** `name: value`, in order. */
  readonly header: readonly string[];
  /** IP address of the client. */
  readonly source?: string;
  /** Whether to draw a Mermaid flowchart. */
  readonly mermaid: boolean;
}

/**
 * `meshwright explain`: tells the way of a request through a mesh, or through the Envoys of which it gets the dumps, with
 * the line of the program behind every decision.
 */
export async function explain(words: readonly string[], options: ExplainOptions, io: Io): Promise<ExitCode> {
  if (options.json && options.mermaid) throw new UsageError('--json and --mermaid ask for two forms of the answer');
  refuseMixedOptions(options);
  const asked = { ...parseRequestWords(words), headers: options.header.map(parseHeader), source: options.source };
  if (options.configDump.length > 0) {
    const { explanation, diagnostics } = explainDump(asked, options, io);
    const code = reportDiagnostics(
      { diagnostics, details: {} },
      { json: options.json && explanation === undefined },
      io,
    );
    if (explanation !== undefined) print(explanation, options, { io, projectDirectory: undefined });
    return code;
  }
  const { simulated, diagnostics, projectDirectory } = await loadSimulated(options, io);
  // What is well with the program is for `check` to say.
  if (simulated === undefined) return reportDiagnostics({ diagnostics, projectDirectory, details: {} }, options, io);
  const { source, ...request } = asked;
  const trace = traceRequest(simulated, {
    ...request,
    ...(source === undefined ? {} : { source }),
    ...(options.to === undefined ? {} : { to: parseCallee(options.to) }),
    from: options.from ?? onlyGateway(simulated.mesh.ir),
  });
  if ('message' in trace) return raiseProblem(trace);
  print(explainTrace(simulated, trace), options, { io, projectDirectory });
  return exitCode.ok;
}

/** An option that the way of asking has no use for is a mistake: it would be passed over in silence. */
function refuseMixedOptions(options: ExplainOptions): void {
  const given = (names: readonly ('to' | 'mesh' | 'ir' | 'listener' | 'eds')[]): string | undefined =>
    names.find((name) => options[name] !== undefined);
  const isDump = options.configDump.length > 0;
  const ofMesh = given(['to', 'mesh', 'ir']);
  if (isDump && ofMesh !== undefined) throw new UsageError(`--${ofMesh} is for a mesh, and --config-dump asks no mesh`);
  const ofDump = given(['listener', 'eds']);
  if (!isDump && ofDump !== undefined) throw new UsageError(`--${ofDump} is for --config-dump`);
}

function print(
  explanation: Explanation,
  { json, mermaid }: ExplainOptions,
  { io, projectDirectory }: { readonly io: Io; readonly projectDirectory: string | undefined },
): void {
  const displayFile = displayFileFrom(io.workingDirectory, projectDirectory);
  if (json) io.stdout.write(renderExplanationJson(explanation));
  else if (mermaid) io.stdout.write(renderExplanationMermaid(explanation));
  else io.stdout.write(renderExplanation(explanation, { colour: useColour(io.stdout, io.env), displayFile }));
}

function parseCallee(text: string): NonNullable<MeshRequest['to']> {
  const [name = '', port] = text.split(':');
  return port === undefined ? { name } : { name, port };
}

function onlyGateway({ gateways, services, name }: MeshIr): string {
  const [only, ...others] = gateways;
  if (only !== undefined && others.length === 0) return only.name;
  const names = [...gateways, ...services].map((sender) => sender.name).join(', ');
  throw new UsageError(`say --from, who sends the request: the mesh "${name}" has ${names}`);
}
