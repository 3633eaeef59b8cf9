// Checks every Markdown file of the repository: relative links lead to files and headings that exist, and each ```ts block
// compiles against the built package. A block that is not a whole program says so: ```ts fragment.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codeBlocks, headingAnchors, links } from './docs/markdown.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// Inside the package, so that "meshwright" means the built package itself.
const work = join(root, '.cache', 'docs');

const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: root,
  encoding: 'utf8',
});
const documents = files
  .split('\0')
  .filter((path) => path !== '' && !path.startsWith('etc/') && existsSync(join(root, path)))
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

const problems = [...documents.flatMap(linkProblems), ...typeProblems(documents)];
for (const problem of problems) console.error(problem);
const blocks = documents.flatMap(({ text }) => programs(text)).length;
console.log(`${documents.length} documents, ${blocks} programs in them, ${problems.length} problems`);
if (problems.length > 0) process.exitCode = 1;

function linkProblems({ path, text }) {
  return links(text).flatMap(({ target, line }) => {
    if (/^[a-z][a-z+.-]*:/i.test(target)) return [];
    const [file, anchor] = target.split('#');
    const goal = file === '' ? join(root, path) : resolve(root, dirname(path), decodeURIComponent(file));
    if (!existsSync(goal)) return [`${path}:${line}: the link "${target}" leads nowhere`];
    if (anchor === undefined || !goal.endsWith('.md')) return [];
    const anchors = headingAnchors(readFileSync(goal, 'utf8'));
    return anchors.includes(anchor) ? [] : [`${path}:${line}: ${relative(root, goal)} has no heading "#${anchor}"`];
  });
}

function programs(text) {
  return codeBlocks(text).filter(({ info }) => info === 'ts');
}

/** Compiles all programs at once. Each file keeps the line numbers of its document, so that errors name the real place. */
function typeProblems(all) {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const pathByFile = new Map();
  for (const { path, text } of all) {
    for (const { code, line } of programs(text)) {
      const file = `${path.replaceAll(/[^a-zA-Z0-9]+/g, '-')}-${line}.ts`;
      pathByFile.set(file, path);
      writeFileSync(join(work, file), '\n'.repeat(line) + code);
    }
  }
  if (pathByFile.size === 0) return [];
  const compilerOptions = { incremental: false, noUnusedLocals: false, tsBuildInfoFile: null };
  const config = { extends: '../../tsconfig.json', compilerOptions, include: ['*.ts'] };
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout, status } = spawnSync(process.execPath, [compiler, '-p', work, '--pretty', 'false'], {
    cwd: work,
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((line) => line !== '');
  if (status !== 0 && lines.length === 0) return ['tsc failed and said nothing'];
  return lines.map((line) =>
    line.replace(/^([^()]+)\((\d+),(\d+)\)/, (_, file, row, column) => `${pathByFile.get(file)}:${row}:${column}`),
  );
}
