const { createTransformer } = require('@swc/jest');

/** JSON: `{ file, find, replace }[]`, as `RuleInCode.edits` has them. */
const edits = JSON.parse(process.env.WITHOUT_RULE_EDITS ?? '[]');

function edited(source, path) {
  return edits
    .filter(({ file }) => path.endsWith(`/runtime/${file}`))
    .reduce((text, { find, replace }) => text.replace(find, () => replace), source);
}

/** Compiles what is left of a file without a rule; nothing of it is ever written. */
module.exports = {
  createTransformer: (options) => {
    const swc = createTransformer(options);
    return {
      ...swc,
      process: (source, path, context) => swc.process(edited(source, path), path, context),
      getCacheKey: (source, path, context) => swc.getCacheKey(edited(source, path), path, context),
    };
  },
};
