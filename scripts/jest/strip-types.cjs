const { createHash } = require('node:crypto');
const { stripTypeScriptTypes } = require('node:module');

/** Node's own type stripping as a Jest transform: positions are kept, so no source maps are needed. */
module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) }),
  getCacheKey: (source, file) =>
    createHash('sha1').update(process.version).update(file).update(source).digest('hex'),
};
