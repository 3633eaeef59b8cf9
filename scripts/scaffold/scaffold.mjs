// What new-policy.mjs and new-check.mjs have in common: they collect new files and small edits of files that are there,
// and write all of it or nothing.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';

/** The repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A plan of files to write, as paths below the repository. */
export class Scaffold {
  #files = new Map();
  #created = [];

  /** Adds a new file. */
  create(path, text) {
    if (existsSync(root + path)) throw new Error(`${path} is there already`);
    this.#created.push(path);
    this.#files.set(path, text);
  }

  /** The text of a file, with the edits made so far. */
  read(path) {
    return this.#files.get(path) ?? readFileSync(root + path, 'utf8');
  }

  /** Puts text before the only place that the pattern matches. */
  before(path, pattern, text) {
    this.#replace(path, pattern, (found) => text + found);
  }

  /** Puts text behind the only place that the pattern matches. */
  after(path, pattern, text) {
    this.#replace(path, pattern, (found) => found + text);
  }

  /** Adds an import behind the last one of a file. */
  addImport(path, line) {
    this.after(path, /^(?:import [^;]*;\n)+/, `${line}\n`);
  }

  /** Writes everything, formatted. Returns the paths of the files that are new and of those that changed. */
  async write() {
    const options = JSON.parse(readFileSync(`${root}.prettierrc.json`, 'utf8'));
    for (const [path, text] of this.#files) {
      const formatted = await prettier.format(text, { ...options, filepath: path });
      mkdirSync(dirname(root + path), { recursive: true });
      writeFileSync(root + path, formatted);
    }
    const changed = [...this.#files.keys()].filter((path) => !this.#created.includes(path));
    return { created: this.#created, changed };
  }

  #replace(path, pattern, replacement) {
    const text = this.read(path);
    const places = text.match(new RegExp(pattern.source, `${pattern.flags}g`)) ?? [];
    // The file has changed its form since the scaffold was written; test/arch/scaffolds.test.ts says so too.
    if (places.length !== 1) throw new Error(`${path} has ${places.length} places for ${pattern}, expected one`);
    this.#files.set(path, text.replace(pattern, replacement));
  }
}

/** The names of a slug: `rate-limit`, `rateLimit`, `RateLimit`, "rate limit". */
export function namesOf(slug) {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug)) throw new Error(`"${slug}" is not kebab-case`);
  const camel = slug.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  return { slug, camel, pascal: camel[0].toUpperCase() + camel.slice(1), words: slug.replaceAll('-', ' ') };
}

/** Says on the terminal what was written and what comes next. */
export function report({ created, changed }, next) {
  for (const path of created) console.log(`new      ${path}`);
  for (const path of changed) console.log(`changed  ${path}`);
  console.log(`\n${next}`);
}

/** Ends the process with a word on what it takes, unless the arguments can be used. */
export function run(usage, scaffold) {
  scaffold(process.argv.slice(2)).catch((error) => {
    console.error(`${error.message}\nusage: ${usage}`);
    process.exitCode = 2;
  });
}
