// Runs all tests; what is given is handed to vitest. Files that failed, when they are few, are run once more by themselves: on two cores
// that carry real servers a test may fail for want of time alone. What passed only then is said here, in the report, and above CI's last line;
// a test that fails both times has failed.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** More than that is no want of time. */
const mostFiles = 3;
const root = new URL('..', import.meta.url);
const reports = { first: new URL('reports/vitest.json', root), again: new URL('reports/vitest-again.json', root) };
const given = process.argv.slice(2);

const status = vitest(given);
const first = status === 0 ? undefined : readReport(reports.first);
const failed = first?.testResults.filter((file) => file.status === 'failed') ?? [];
if (status === 0 || failed.length === 0 || failed.length > mostFiles) process.exit(status);

const names = failed.map(({ name }) => name);
console.log(`\n--- ${names.length} of the files failed; once more, by themselves: ${names.join(', ')}`);
const statusAgain = vitest([...names, '--maxWorkers=1', `--outputFile.json=${fileURLToPath(reports.again)}`]);
const again = readReport(reports.again);
if (again === undefined) process.exit(status);
const passedAgain = again.testResults.filter((file) => file.status === 'passed').map(({ name }) => name);
writeFileSync(reports.first, JSON.stringify(merged(first, again)));
for (const name of passedAgain) console.log(`passed only when it was run again by itself: ${name}`);
process.exit(statusAgain);

function vitest(words) {
  return spawnSync('npx', ['--no-install', 'vitest', 'run', ...words], { stdio: 'inherit' }).status ?? 1;
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** The first report with the second's word on the files that were run again, and with why they were. */
function merged(before, after) {
  const byName = new Map(after.testResults.map((file) => [file.name, file]));
  const testResults = before.testResults.map((file) => byName.get(file.name) ?? file);
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const count = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length;
  const runAgain = before.testResults
    .filter(({ name }) => byName.has(name))
    .map(({ name, message, assertionResults }) => ({
      name,
      reasons: [message, ...assertionResults.flatMap(({ failureMessages }) => failureMessages)].filter(Boolean),
    }));
  return {
    ...before,
    ...{ testResults, runAgain, success: testResults.every(({ status: each }) => each === 'passed') },
    ...{ numPassedTests: count('passed'), numFailedTests: count('failed') },
    ...{ numPendingTests: count('skipped', 'pending', 'disabled'), numTodoTests: count('todo') },
  };
}
