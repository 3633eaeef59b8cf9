import { compileFunction } from 'node:vm';
import { App } from 'cdk8s';
import ts from 'typescript';
import * as meshwright from '../../constructs/index.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';

/**
 * Runs a few lines of a program in which `app`, `mesh` and everything of meshwright are at hand, and returns what the
 * compiler has to say. Types are not checked: what they forbid is what some snippets show.
 */
export function runSnippet(code: string): readonly Diagnostic[] {
  const { outputText } = ts.transpileModule(code, { compilerOptions: { target: ts.ScriptTarget.ES2022 } });
  const app = new App();
  const mesh = new meshwright.Mesh(app, 'shop');
  const scope = { app, mesh, ...meshwright };
  const run = compileFunction(outputText, Object.keys(scope)) as (...values: readonly unknown[]) => void;
  run(...Object.values(scope));
  return mesh.diagnostics();
}
