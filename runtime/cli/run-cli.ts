import { parseArgs } from 'node:util';
import type { TextOutput } from '../local/start/text-output';
import { type ExitCode, UsageError, type Verb, type VerbArguments } from './verb';

const PROGRAM = 'signal-archive';

/** Finds the verb, parses its arguments and runs it. Errors of use end with 64, anything unexpected with 1 and one clear line. */
export async function runCli(argv: readonly string[], verbs: readonly Verb[], output: TextOutput): Promise<ExitCode> {
  const [first, ...rest] = argv;
  if (first === 'help' && rest.length > 0) return runCli([...rest, '--help'], verbs, output);
  if (first === undefined || first === 'help' || first === '--help' || first === '-h') {
    listVerbs(verbs, output);
    return first === undefined ? 64 : 0;
  }
  const found = findVerb(first, rest, verbs);
  if (found === undefined) {
    output.err(`${PROGRAM}: there is no verb '${first}'. Verbs: ${nearVerbs(first, verbs).join(', ')}. Try ${PROGRAM} --help`);
    return 64;
  }
  const { verb, args } = found;
  if (args.includes('--help') || args.includes('-h')) {
    describeVerb(verb, output);
    return 0;
  }
  try {
    return await verb.run(parse(verb, args), output);
  } catch (error) {
    return explain(verb, error, output);
  }
}

/** A verb may have two words (`mapping check`). */
function findVerb(first: string, rest: readonly string[], verbs: readonly Verb[]): { verb: Verb; args: readonly string[] } | undefined {
  const two = verbs.find((verb) => verb.name === `${first} ${rest[0] ?? ''}`);
  if (two !== undefined) return { verb: two, args: rest.slice(1) };
  const one = verbs.find((verb) => verb.name === first);
  return one === undefined ? undefined : { verb: one, args: rest };
}

/** The verbs of its group (`mapping` alone), else all of them. */
function nearVerbs(first: string, verbs: readonly Verb[]): readonly string[] {
  const names = verbs.map(({ name }) => name);
  const group = names.filter((name) => name.startsWith(`${first} `));
  return group.length > 0 ? group : names;
}

function parse(verb: Verb, args: readonly string[]): VerbArguments {
  let parsed: VerbArguments;
  try {
    const { positionals, values } = parseArgs({ args: [...args], options: verb.options, allowPositionals: true, strict: true });
    parsed = { positionals, values };
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : 'wrong arguments');
  }
  const { least, most } = verb.positionals;
  const given = parsed.positionals.length;
  if (given < least || given > most)
    throw new UsageError(given < least ? `an argument is missing: ${verb.usage[0]}` : `too many arguments: ${verb.usage[0]}`);
  return parsed;
}

const firstSentence = (text: string): string => text.split('. ')[0] ?? text;

function explain(verb: Verb, error: unknown, output: TextOutput): ExitCode {
  const text = error instanceof Error ? error.message : String(error);
  if (error instanceof UsageError) {
    output.err(`${PROGRAM} ${verb.name}: ${text}`);
    output.err(`Try ${PROGRAM} ${verb.name} --help`);
    return 64;
  }
  output.err(`${PROGRAM} ${verb.name}: ${text}`);
  return 1;
}

function listVerbs(verbs: readonly Verb[], output: TextOutput): void {
  const width = Math.max(...verbs.map((verb) => verb.name.length));
  output.out(`Usage: ${PROGRAM} <verb> [options]`);
  output.out('');
  for (const verb of verbs) output.out(`  ${verb.name.padEnd(width)}  ${verb.summary}`);
  output.out('');
  output.out(
    `${PROGRAM} <verb> --help tells more. Exit codes: 0 fine, 1 could not run or failed, 2 something is held, refused or wrong, 64 usage.`,
  );
}

function describeVerb(verb: Verb, output: TextOutput): void {
  for (const usage of verb.usage) output.out(`Usage: ${PROGRAM} ${usage}`);
  output.out('');
  output.out(verb.summary);
  const names = Object.keys(verb.options);
  const width = Math.max(...names.map((name) => optionLabel(verb, name).length));
  if (names.length > 0) output.out('');
  for (const name of names) output.out(`  ${optionLabel(verb, name).padEnd(width)}  ${verb.optionHelp[name] ?? ''}`);
  if (verb.notes !== undefined) output.out('');
  for (const note of verb.notes ?? []) output.out(note);
}

function optionLabel({ options, optionValues = {} }: Verb, name: string): string {
  return `--${name}${options[name]?.type === 'string' ? ` <${optionValues[name] ?? 'value'}>` : ''}`;
}
