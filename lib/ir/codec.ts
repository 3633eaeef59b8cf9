import { createDiagnostic } from '../diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { deepFreeze } from '../util/deep-freeze.js';
import { messageOf } from '../util/message-of.js';
import { stableJson } from '../util/stable-json.js';
import { createShapeCheck, type ShapeCheck } from './create-shape-check.js';
import { irVersion, type MeshIr } from './mesh-ir.js';

/** A compiled mesh that was read, or why there is none. */
export interface ReadIr {
  /** Frozen. Absent exactly when there are diagnostics. */
  readonly ir?: MeshIr;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a compiled mesh. What it returns has the shape of `MeshIr`; whether its names and numbers make sense together is
 * for the compiler to say. Reports `ir-malformed` and `ir-version-unsupported`.
 *
 * @param checkShape the check to use, for a caller that reads more than one mesh or made it ahead of time.
 * @default - one is made
 */
export function readIr(text: string, checkShape?: ShapeCheck): ReadIr {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return malformed([`the mesh is not JSON: ${messageOf(error)}`]);
  }
  const version = versionOf(value);
  if (version === undefined) return malformed(['the mesh has no "irVersion"']);
  if (version !== irVersion) return unsupported(version);
  const errors = (checkShape ?? createShapeCheck())(value);
  // The schema is generated from `MeshIr`, and the value follows it.
  return errors.length > 0 ? malformed(errors) : { ir: deepFreeze(value as MeshIr), diagnostics: [] };
}

/**
 * Writes a compiled mesh as `ir.json`: equal meshes give equal bytes.
 */
export function writeIr(ir: MeshIr): string {
  return stableJson(ir);
}

function versionOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'irVersion' in value ? value.irVersion : undefined;
}

function malformed(messages: readonly string[]): ReadIr {
  const hint = 'write the mesh again with "meshwright synth"; it is not meant to be edited';
  return { diagnostics: messages.map((message) => createDiagnostic('ir-malformed', { message, hint })) };
}

function unsupported(version: unknown): ReadIr {
  const diagnostic = createDiagnostic('ir-version-unsupported', {
    message: `the mesh has version ${JSON.stringify(version)} of the format, expected ${String(irVersion)}`,
    hint: 'use one version of meshwright for the program and the command, and run "meshwright synth" again',
  });
  return { diagnostics: [diagnostic] };
}
