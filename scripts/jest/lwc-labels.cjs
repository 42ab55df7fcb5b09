/**
 * Custom labels read as their English texts, so that tests see what a user sees; a label that does not exist stays the
 * preset's placeholder (`c.Name`).
 */
const fs = require('node:fs');
const path = require('node:path');

const file = path.join(__dirname, '../../force-app/main/default/labels/CustomLabels.labels-meta.xml');
const xml = fs.readFileSync(file, 'utf8');
const unescape = (text) => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

for (const [, name, value] of xml.matchAll(/<fullName>(\w+)<\/fullName>[\s\S]*?<value>([^<]*)<\/value>/g)) {
  jest.doMock(`@salesforce/label/c.${name}`, () => ({ __esModule: true, default: unescape(value) }), {
    virtual: true,
  });
}
