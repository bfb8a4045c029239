// Compiles a Lightning component with the platform's own compiler. Standard input: {name, html, js}. Ends with 1 and the diagnostics when it cannot be compiled.
const { transformSync } = require('@lwc/compiler');
const { name, html, js } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const warnings = [];
for (const [file, text] of [[`${name}.html`, html], [`${name}.js`, js]]) {
  const result = transformSync(text, file, { name, namespace: 'c' });
  warnings.push(...(result.warnings || []).map(w => w.message));
}
process.stdout.write(JSON.stringify(warnings));
