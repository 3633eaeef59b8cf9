import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Shows files in a folder as the kubelet does it with a ConfigMap, a Secret or a projected volume, and again with others: as links into a
 * hidden folder that is swapped whole. Kubernetes: `AtomicWriter`.
 *
 * @param textByName the same names each time
 */
export async function mountFiles(folder: string, textByName: Readonly<Record<string, string>>): Promise<void> {
  const revision = `..revision-${randomBytes(4).toString('hex')}`;
  await mkdir(join(folder, revision), { recursive: true });
  for (const [name, text] of Object.entries(textByName)) await writeFile(join(folder, revision, name), text);
  await symlink(revision, join(folder, '..data_tmp'));
  await rename(join(folder, '..data_tmp'), join(folder, '..data'));
  // The links stay as they are: nothing but the hidden one changes later.
  for (const name of Object.keys(textByName))
    if (!existsSync(join(folder, name))) await symlink(join('..data', name), join(folder, name));
}
