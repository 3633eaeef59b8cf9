import type { Severity } from '../diagnostics/diagnostic.js';
import { renderJson } from '../diagnostics/render/json.js';
import { renderJunit } from '../diagnostics/render/junit.js';
import { renderSarif } from '../diagnostics/render/sarif.js';
import { renderText } from '../diagnostics/render/text.js';
import { stableJson } from '../util/stable-json.js';
import { displayFileFrom } from './display-file-from.js';
import { ownPackage } from './own-package.js';
import type { Report } from './report-diagnostics.js';
import type { ReportFormat } from './report-format.js';

/** How a report is written down. */
export interface ReportOptions {
  readonly format: ReportFormat;
  /** The least severity that counts as a failure. */
  readonly failOn: Severity;
  /** What the report is about, for example the names of the meshes. */
  readonly name: string;
  /** Absolute folder that files are named from. */
  readonly workingDirectory: string;
}

/** Writes a report down as one document. */
export function renderReport(report: Report, options: ReportOptions): string {
  const { diagnostics, projectDirectory, details } = report;
  const displayFile = displayFileFrom(options.workingDirectory, projectDirectory);
  switch (options.format) {
    case 'text':
      return renderText(diagnostics, { displayFile });
    case 'json':
      return stableJson({ ...renderJson(diagnostics), ...details });
    case 'sarif':
      return stableJson(renderSarif(diagnostics, { displayFile, version: ownPackage().version }));
    case 'junit':
      return renderJunit(diagnostics, { displayFile, name: options.name, failOn: options.failOn });
  }
}
