const LEVELS = ['info', 'warn', 'error'];

/** What a log line says is checked against docs/operations.md by a test of its own; whoever imports once or twice does not read it. */
const logLines = {
  shouldIgnore(path) {
    if (!path.isCallExpression()) return undefined;
    const { callee } = path.node;
    if (callee.type !== 'MemberExpression' || !LEVELS.includes(callee.property.name)) return undefined;
    const { object } = callee;
    const name = object.type === 'MemberExpression' ? object.property.name : object.name;
    return name === 'log' ? 'the text of a log line' : undefined;
  },
};

export const strykerPlugins = [{ kind: 'Ignore', name: 'log-lines', value: logLines }];
