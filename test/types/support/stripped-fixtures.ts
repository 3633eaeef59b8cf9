import { readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fixtures = join(root, 'test/types/fixtures');
// What stands after a colon is part of the error; other words are for readers.
const directive = /^\s*\/\/ @ts-expect-error(?:: (.*)| .*)$/;

/** A line that must not compile. */
export interface Expectation {
  /** `<file>:<line>`, counted from 1. */
  readonly place: string;
  /** Part of the error; absent where any error will do. */
  readonly message?: string;
}

/**
 * Copies the fixtures into a folder without their `@ts-expect-error` comments, so that a compiler tells its errors, with
 * a `tsconfig.json` beside them. Returns the lines that it must refuse.
 */
export function writeStrippedFixtures(folder: string): readonly Expectation[] {
  const expectations: Expectation[] = [];
  for (const name of readdirSync(fixtures)) {
    const lines = readFileSync(join(fixtures, name), 'utf8').split('\n');
    lines.forEach((line, index) => {
      const found = directive.exec(line);
      if (found === null) return;
      const message = found[1];
      // The error belongs to the line after the comment, and lines are counted from 1.
      expectations.push({ place: `${name}:${index + 2}`, ...(message === undefined ? {} : { message }) });
    });
    const text = lines.map((line) => (directive.test(line) ? '//' : line)).join('\n');
    writeFileSync(join(folder, name), text.replaceAll("'../../../", `'${root}`));
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration()));
  return expectations;
}

function configuration(): object {
  return {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { incremental: false },
    include: ['*.ts'],
  };
}
