import { relative, resolve, sep } from 'node:path';

/**
 * Makes the function that names a file of the user's project from where the command runs: a person can click on a path
 * only if it starts where the terminal is. With `/` between segments.
 *
 * @param projectDirectory absolute folder that the files are relative to; absent where there is none
 */
export function displayFileFrom(
  workingDirectory: string,
  projectDirectory: string | undefined,
): (file: string) => string {
  if (projectDirectory === undefined) return (file) => file;
  return (file) => relative(workingDirectory, resolve(projectDirectory, file)).split(sep).join('/');
}
