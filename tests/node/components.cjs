// What Salesforce's own deploy library makes of an unpacked zip, converted to its source format. Standard input: path of the folder.
// Standard output: {type: [full names]}; of parents only the children that are deployed.
const fs = require('fs');
const path = require('path');
const { ComponentSet, MetadataConverter, MetadataResolver } = require('@salesforce/source-deploy-retrieve');
(async () => {
  const folder = fs.readFileSync(0, 'utf8').trim();
  const source = path.join(path.dirname(folder), path.basename(folder) + '-source');
  await new MetadataConverter().convert(ComponentSet.fromSource(folder), 'source', { type: 'directory', outputDirectory: source, genUniqueDir: false });
  const found = {};
  const add = component => (found[component.type.name] = found[component.type.name] || []).push(component.fullName);
  for (const component of new MetadataResolver().getComponentsFromPath(source)) {
    const children = component.getChildren();
    (children.length ? children : [component]).forEach(add);
  }
  process.stdout.write(JSON.stringify(found));
})().catch(error => { console.error(error); process.exit(1); });
