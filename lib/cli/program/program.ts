/** A program of the user that builds meshes: what to run, and where. All paths are absolute. */
export interface Program {
  /** Folder that it runs in; relative paths of the program start here. */
  readonly directory: string;
  /** Nearest folder at or above `directory` with a `package.json`; diagnostics name files relative to it. */
  readonly projectDirectory: string;
  readonly command: ProgramCommand;
  /** The source file that is run first, where the command shows it. */
  readonly entryFile?: string;
  /** Where output goes unless the user says otherwise. */
  readonly outputDirectory: string;
}

/** How a program is started: the `app:` line of a `cdk8s.yaml`, or Node with a loader for TypeScript. */
export type ProgramCommand =
  { readonly kind: 'shell'; readonly line: string } | { readonly kind: 'file'; readonly file: string };
