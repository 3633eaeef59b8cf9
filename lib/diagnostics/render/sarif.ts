import type { Location, Log, LogicalLocation, ReportingDescriptor, Result } from 'sarif';
import { compareText } from '../../util/compare-text.js';
import { diagnosticCodes } from '../codes.js';
import type { Diagnostic, Severity } from '../diagnostic.js';
import { hasErrors } from '../has-errors.js';
import type { Origin } from '../origin.js';
import { fingerprints } from './fingerprints.js';
import { orderDiagnostics } from './order-diagnostics.js';

/** How a SARIF report is made. */
export interface SarifOptions {
  /** Of meshwright. */
  readonly version: string;
  /** How a file of the user's project is named; code hosts want it from the root of the repository. @default - from the project */
  readonly displayFile?: (file: string) => string;
}

const homepage = 'https://meshwright.dev';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<
  Severity,
  Result['level']
>;

const summaries = new Map<string, string>(Object.values(diagnosticCodes).map(({ code, summary }) => [code, summary]));

/**
 * Shows diagnostics to code hosts and editors, as a SARIF 2.1.0 log, to be written with `stableJson`. What the program
 * suppresses is in it as suppressed in the source. Results are in reading order, rules sorted by code.
 */
export function renderSarif(diagnostics: readonly Diagnostic[], options: SarifOptions): Log {
  const ordered = orderDiagnostics(diagnostics);
  const ruleByCode = new Map(ordered.map((diagnostic) => [diagnostic.code as string, ruleOf(diagnostic)]));
  const codes = [...ruleByCode.keys()].sort(compareText);
  const prints = fingerprints(ordered);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'meshwright',
            semanticVersion: options.version,
            informationUri: homepage,
            rules: codes.flatMap((code) => ruleByCode.get(code) ?? []),
          },
        },
        // V8 counts columns in these.
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: !hasErrors(diagnostics) }],
        results: ordered.map((diagnostic, index) => ({
          ...resultOf(diagnostic, options),
          ruleIndex: codes.indexOf(diagnostic.code),
          partialFingerprints: { 'meshwright/v1': prints[index] ?? '' },
        })),
      },
    ],
  };
}

function ruleOf({ code, slug, severity }: Diagnostic): ReportingDescriptor {
  const summary = sentence(summaries.get(code) ?? slug);
  const helpUri = `${homepage}/docs/diagnostics/${code}-${slug}`;
  return {
    id: code,
    name: slug.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: `${summary} ${consequence[severity]}` },
    help: { text: `${summary} Meaning, example and fix: ${helpUri}` },
    helpUri,
    defaultConfiguration: { level: levels[severity] },
  };
}

const consequence = {
  error: 'Nothing is written until it is corrected.',
  warning: 'The mesh works, but most likely not as meant.',
  info: 'Good to know; nothing has to change.',
} as const satisfies Record<Severity, string>;

function resultOf(diagnostic: Diagnostic, { displayFile }: SarifOptions): Result {
  const { code, severity, message, hint, origin, related, suppression } = diagnostic;
  return {
    ruleId: code,
    level: levels[severity],
    message: { text: hint === undefined ? sentence(message) : `${sentence(message)} Hint: ${hint}.` },
    locations: origin === undefined ? [] : [locationOf(origin, displayFile)],
    relatedLocations: related.map((other, id) => ({
      id,
      message: { text: other.message },
      ...locationOf(other.origin, displayFile),
    })),
    // The specification wants it at every result or at none; empty says: not suppressed.
    suppressions:
      suppression === undefined
        ? []
        : [
            {
              kind: 'inSource',
              status: 'accepted',
              justification: suppression.reason,
              location: locationOf(suppression.origin, displayFile),
            },
          ],
  };
}

function locationOf({ constructPath, source }: Origin, displayFile = (file: string): string => file): Location {
  const logical: LogicalLocation[] =
    constructPath === '' ? [] : [{ fullyQualifiedName: constructPath, kind: 'resource' }];
  return {
    ...(source === undefined
      ? {}
      : {
          physicalLocation: {
            artifactLocation: { uri: encodeURI(displayFile(source.file)), uriBaseId: '%SRCROOT%' },
            region: { startLine: source.line, startColumn: source.column },
          },
        }),
    ...(logical.length === 0 ? {} : { logicalLocations: logical }),
  };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
