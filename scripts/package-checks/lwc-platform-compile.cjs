/**
 * Compiles the bundles that stand as JSON on stdin (`{apiVersion, bundles: [{name, files}]}`) and writes what the compiler says of
 * each as JSON to stdout. A process of its own, because the compiler cannot be loaded inside Jest's module system.
 */
const { readFileSync } = require('node:fs');
const path = require('node:path');

const compilerPath = require.resolve('@lwc/sfdc-lwc-compiler', {
  paths: [path.join(__dirname, '../../tools')],
});
const { compile } = require(compilerPath);

async function main() {
  const { apiVersion, bundles } = JSON.parse(readFileSync(0, 'utf8'));
  const answers = [];
  for (const { name, files } of bundles) {
    const { success, diagnostics = [] } = await compile({
      bundle: { namespace: 'c', name, type: 'platform', files },
      outputConfigs: [{ minify: false, apiVersion, env: { NODE_ENV: 'production' } }],
    });
    answers.push({
      success,
      diagnostics: diagnostics.map(({ filename, location, message }) => ({ filename, location, message })),
    });
  }
  process.stdout.write(JSON.stringify(answers));
}

main();
