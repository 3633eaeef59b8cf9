import type { ExitCode } from '../exit-code.js';
import type { Io } from '../io.js';
/**
 * `meshwright init`: starts a new project in an empty or new folder.
 */
export function init(_folder: string, _options: { readonly quiet: boolean }, _io: Io): ExitCode {
  return 0;
}
