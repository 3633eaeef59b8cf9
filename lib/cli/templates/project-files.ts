import type { OutputFile } from '../../output/output-file.js';
import { stableJson } from '../../util/stable-json.js';
import { greeterWorkload } from './greeter-workload.js';
import { mainProgram } from './main-program.js';
import { readme } from './readme.js';
import { webWorkload } from './web-workload.js';

/** What a new project is made for. */
export interface ProjectFilesOptions {
  /** Name of the npm package. */
  readonly name: string;
  /** Version ranges of the packages that a project needs, by name. */
  readonly dependencies: Readonly<Record<string, string>>;
  /** The same for the packages that only development needs. */
  readonly devDependencies: Readonly<Record<string, string>>;
}

/**
 * Lists the files of a new project. A project is complete: it compiles, and runs on this machine, as it is.
 */
export function projectFiles(options: ProjectFilesOptions): OutputFile[] {
  return [
    { path: '.gitignore', content: 'node_modules/\n' },
    { path: 'README.md', content: readme(options.name) },
    { path: 'cdk8s.yaml', content: 'language: typescript\napp: node --import tsx main.ts\noutput: dist\n' },
    { path: 'main.ts', content: mainProgram },
    { path: 'package.json', content: packageManifest(options) },
    { path: 'tsconfig.json', content: stableJson(typeScriptConfig) },
    { path: 'workloads/greeter.mjs', content: greeterWorkload },
    { path: 'workloads/web.mjs', content: webWorkload },
  ];
}

const typeScriptConfig = {
  compilerOptions: {
    target: 'es2023',
    module: 'nodenext',
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  },
  include: ['**/*.ts'],
  exclude: ['node_modules', 'dist'],
};

/** Keys in the order that npm itself writes. */
function packageManifest({ name, dependencies, devDependencies }: ProjectFilesOptions): string {
  const manifest = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts: { check: 'meshwright check', synth: 'meshwright synth', up: 'meshwright up' },
    dependencies,
    devDependencies,
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}
