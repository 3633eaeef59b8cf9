import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { createDiagnostic } from '../../lib/diagnostics/create-diagnostic.js';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.js';
import type { Origin } from '../../lib/diagnostics/origin.js';

/**
 * Finds objects of other charts that cdk8s would write to the same file as one of this chart's: with a file for each
 * resource it names files by kind and name, and writes the later over the earlier. Reports `output-collision`, once for
 * each other chart.
 */
export function findFileCollisions(chart: Chart, origin: Origin): readonly Diagnostic[] {
  const app = App.of(chart);
  // Anything else as the root is no App of cdk8s, and says nothing of files.
  if (!(app instanceof App) || app.yamlOutputType !== YamlOutputType.FILE_PER_RESOURCE) return [];
  const others = app.charts.filter((other) => other !== chart);
  if (others.length === 0) return [];
  const ownNames = new Set(fileNames(chart));
  return others.flatMap((other) => {
    const both = fileNames(other).filter((name) => ownNames.has(name));
    const [first] = both.sort();
    if (first === undefined) return [];
    const more = both.length === 1 ? '' : ` and ${both.length - 1} more`;
    return [
      createDiagnostic('output-collision', {
        message: `"${chart.node.path}" and "${other.node.path}" both write the file "${first}"${more}`,
        origin,
        hint: 'give the App yamlOutputType FOLDER_PER_CHART_FILE_PER_RESOURCE or FILE_PER_CHART',
      }),
    ];
  });
}

function fileNames(chart: Chart): string[] {
  return chart.node
    .findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
    .filter((object) => Chart.of(object) === chart)
    .map(({ kind, name }) => `${kind}.${name}`);
}
