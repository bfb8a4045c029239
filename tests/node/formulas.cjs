// Evaluates formulas in an engine that has nothing to do with us. Standard input: {"formulas": {name: text}, "records": [{"old": values or null, "now": values, "permissions": []}], "types": {field: type}}
// Standard output: for each record, the name of the first formula that is true, or null. formulon knows no ISNEW, ISCHANGED and PRIORVALUE: they become variables.
const F = require('formulon');
const input = JSON.parse(require('fs').readFileSync(0, 'utf8'));
const lower = f => f.replace(/ISNEW\(\s*\)/g, 'x_isnew').replace(/ISCHANGED\(\s*([\w.]+)\s*\)/g, 'x_changed_$1').replace(/PRIORVALUE\(\s*([\w.]+)\s*\)/g, 'x_prior_$1');
const literal = (dataType, value, options = {}) => value === null ? { type: 'literal', dataType: 'null', value: null, options: {} } : { type: 'literal', dataType, value, options };
const day = v => v ? new Date(v.length > 10 ? v : v + 'T00:00:00Z') : null;
function value(type, v) {
  if (type === 'number') return literal('number', v ?? null, { length: 18, scale: 0 });
  if (type === 'date' || type === 'datetime') return literal(type, day(v));
  if (type === 'choice') return literal('picklist', v ?? '', { values: [v ?? ''] });
  if (type === 'checks') return literal('multipicklist', (v || '').split(';').filter(Boolean), { values: (v || '').split(';') });
  if (type === 'flag') return literal('checkbox', !!v);
  return literal('text', v ?? '', { length: 255 });
}
const kind = name => input.types[name] || (name.startsWith('$Permission.') ? 'flag' : 'text');
function variable(id, { old, now, permissions }) {
  if (id === 'x_isnew') return literal('checkbox', old === null);
  if (id.startsWith('x_changed_')) { const k = id.slice(10); return literal('checkbox', old !== null && (old[k] ?? null) !== (now[k] ?? null)); }
  if (id.startsWith('x_prior_')) { const k = id.slice(8); return value(kind(k), (old ?? now)[k]); }
  if (id.startsWith('$Permission.')) return literal('checkbox', permissions.includes(id.slice(12)));
  return value(kind(id), now[id]);
}
const prepared = Object.entries(input.formulas).map(([name, text]) => { const source = lower(text); return [name, source, [...new Set(F.extract(source))]]; });
const holds = (record, [name, source, ids]) => {
  const result = F.parse(source, Object.fromEntries(ids.map(id => [id, variable(id, record)])));
  if (result.dataType !== 'checkbox') throw new Error(name + ': ' + JSON.stringify(result));
  return result.value;
};
process.stdout.write(JSON.stringify(input.records.map(record => (prepared.find(formula => holds(record, formula)) || [null])[0])));
