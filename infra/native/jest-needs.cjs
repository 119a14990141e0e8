/** What a jest run needs: brokers and peers, as its projects name them in `parleyNeeds`. */
const { statSync } = require('node:fs');
const { join } = require('node:path');

/** The values of an option that takes several, as jest reads it. */
function valuesOf(option, argv) {
  const at = argv.indexOf(option);
  if (at < 0) return undefined;
  const rest = argv.slice(at + 1);
  const end = rest.findIndex((word) => word.startsWith('-'));
  return end < 0 ? rest : rest.slice(0, end);
}

const configOf = (path) => require(statSync(path).isDirectory() ? join(path, 'jest.config.cjs') : path);

/**
 * The union of what all projects of the run need: jest calls its global setup once, with the first of them. `argv` is the
 * command line: what `--selectProjects` and `--ignoreProjects` leave out is not run.
 */
exports.needsOf = ({ projects }, projectConfig, argv) => {
  const selected = valuesOf('--selectProjects', argv);
  const ignored = valuesOf('--ignoreProjects', argv) ?? [];
  const runs = ({ displayName }) => (selected?.includes(displayName) ?? true) && !ignored.includes(displayName);
  const all = projects.length > 1 ? projects.map(configOf).filter(runs) : [projectConfig];
  const needs = all.flatMap(({ globals }) => globals?.parleyNeeds ?? []);
  const union = (kind) => [...new Set(needs.flatMap((one) => one[kind]))];
  return { brokers: union('brokers'), peers: union('peers') };
};
