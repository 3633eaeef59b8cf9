// Prints "N passed, N failed, N skipped" of the last test run, from reports/vitest.json.
// Before it, what failed and the first line of why: a whole log may be too long to keep.
// Fails when a test failed, when a test file could not be loaded, and when no test ran.
import { readFileSync } from 'node:fs';

const report = JSON.parse(readFileSync(new URL('../reports/vitest.json', import.meta.url), 'utf8'));
const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
const passed = report.numPassedTests;
const failed = report.numFailedTests + unloaded.length;
const skipped = report.numPendingTests + report.numTodoTests;
const shortest = (text) => text.split('\n', 1)[0].slice(0, 300);
for (const { name, message, assertionResults } of report.testResults) {
  if (unloaded.some((file) => file.name === name)) console.log(`failed: ${name}: ${shortest(message)}`);
  for (const { status, fullName, failureMessages } of assertionResults)
    if (status === 'failed') console.log(`failed: ${name} "${fullName}": ${shortest(failureMessages.join(' '))}`);
}
for (const { name, reasons } of report.runAgain ?? [])
  console.log(`run again by itself: ${name}: ${shortest(reasons.join(' '))}`);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0 || passed === 0 || !report.success) process.exitCode = 1;
