import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { bookinfo } from '../../examples/bookinfo/bookinfo.js';
import { Mesh, Service } from '../../constructs/index.js';
import { declareShuffled, meshPlans } from '../support/shuffled-mesh.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const outputTypes = [
  'FILE_PER_APP',
  'FILE_PER_CHART',
  'FILE_PER_RESOURCE',
  'FOLDER_PER_CHART_FILE_PER_RESOURCE',
] as const;

interface WrittenObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
}

/** `<kind> <name>` of every object in the files of a folder, sorted. */
function writtenObjects(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => parseAllDocuments(readFileSync(join(entry.parentPath, entry.name), 'utf8')))
    .map((document) => document.toJS() as WrittenObject) // cdk8s writes objects of Kubernetes
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .sort();
}

/** `<kind> <name>` of every object that an app declares, sorted. */
function declaredObjects(app: App): readonly string[] {
  return app.node
    .findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
    .map(({ kind, name }) => `${kind} ${name}`)
    .sort();
}

it.each(outputTypes)('%s holds every object of Bookinfo once', (type) => {
  const outdir = temporaryFolder();
  const app = new App({ outdir, yamlOutputType: YamlOutputType[type] });
  bookinfo(app);
  app.synth();

  const written = writtenObjects(outdir);
  expect(written).toEqual(declaredObjects(app));
  expect(written).toEqual(expect.arrayContaining(['Deployment reviews-v3', 'Service ingress', 'Namespace bookinfo']));
});

it.each(outputTypes)('%s holds every object of any mesh once', (type) => {
  let checked = 0;
  fc.assert(
    fc.property(meshPlans, fc.nat(), (plan, seed) => {
      const outdir = temporaryFolder();
      const app = new App({ outdir, yamlOutputType: YamlOutputType[type] });
      const mesh = new Mesh(app, 'shop');
      declareShuffled(mesh, plan, seed);
      fc.pre(mesh.diagnostics().every(({ severity }) => severity !== 'error'));
      app.synth();
      expect(writtenObjects(outdir)).toEqual(declaredObjects(app));
      checked += 1;
    }),
    { numRuns: 10 },
  );
  expect(checked).toBe(10);
});

it('refuses two charts whose objects cdk8s would write to the same file', () => {
  const app = new App({ outdir: temporaryFolder(), yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  for (const name of ['east', 'west']) {
    new Service(new Mesh(app, name), 'cart', { ports: { http: 80 }, versions: { v1: { image: 'cart:1' } } });
  }

  expect(() => {
    app.synth();
  }).toThrow(/MW9001 output-collision: "east" and "west" both write the file "\S+" and \d+ more/);
});

it('lets charts stand beside a mesh whose objects have other names', () => {
  const outdir = temporaryFolder();
  const app = new App({ outdir, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
  new Service(new Mesh(app, 'east'), 'cart', { ports: { http: 80 }, versions: { v1: { image: 'cart:1' } } });
  new ApiObject(new Chart(app, 'own'), 'settings', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } });
  app.synth();

  expect(writtenObjects(outdir)).toEqual(declaredObjects(app));
});
