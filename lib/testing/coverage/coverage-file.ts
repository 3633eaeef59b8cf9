import { join } from 'node:path';

/** The file that this process writes its coverage to, in the folder that MESHWRIGHT_COVERAGE names; undefined without one. */
export function coverageFile(): string | undefined {
  const folder = process.env['MESHWRIGHT_COVERAGE'];
  return folder === undefined || folder === '' ? undefined : join(folder, `${process.pid}.jsonl`);
}
