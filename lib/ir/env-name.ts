/**
 * Makes the name of an environment variable out of names of the mesh, for example `USER_DB_URL` out of `user-db` and
 * `url`. A name that would start with a digit gets an underscore in front.
 */
export function envName(...parts: readonly string[]): string {
  const name = parts
    .join('_')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '_');
  return /^[0-9]/.test(name) ? `_${name}` : name;
}
