import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { App } from 'cdk8s';
import { Mesh } from '../../constructs/index.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';

/**
 * Folder of the diagnostic fixtures. `error-<slug>` holds a program and the exact diagnostics that it gets, `ok-<slug>`
 * a program near the same mistake that gets none.
 */
export const diagnosticFixtures = resolve(import.meta.dirname, '../fixtures/diagnostics');

/** The meshes that the program of a fixture declares. It stands in `program.ts` and exports `build(app)`. */
export async function meshesOfFixture(fixture: string): Promise<readonly Mesh[]> {
  const file = join(diagnosticFixtures, fixture, 'program.ts');
  // The module is a fixture of ours, and every one of them exports `build`.
  const program = (await import(pathToFileURL(file).href)) as { build(app: App): void };
  const app = new App();
  program.build(app);
  return app.node.findAll().filter((construct): construct is Mesh => construct instanceof Mesh);
}

/** All that the compiler has to say of the program of a fixture. */
export async function runDiagnosticFixture(fixture: string): Promise<readonly Diagnostic[]> {
  const meshes = await meshesOfFixture(fixture);
  return meshes.flatMap((mesh) => mesh.diagnostics());
}
