import { STORED_HELP, STORED_OPTIONS, withConnectorOf } from './stored';
import { isSet, type Verb } from './verb';

export const verifyVerb: Verb = {
  name: 'verify',
  summary: 'Recomputes every chain, hash, signature and count, and compares ledger and store. Exit code 1 when anything differs.',
  usage: ['verify [--mailboxes] [--data <folder>]'],
  options: { ...STORED_OPTIONS, mailboxes: { type: 'boolean' }, graph: { type: 'string' } },
  optionHelp: {
    ...STORED_HELP,
    mailboxes: 'also compare with the mailboxes',
    graph: 'with --mailboxes: a Graph endpoint on this machine (default: the simulated mailboxes of the data folder)',
  },
  positionals: { least: 0, most: 0 },
  run: (args, output) => {
    const mailboxes = isSet(args, 'mailboxes');
    return withConnectorOf(
      args,
      output,
      async (connector) => {
        const { findings, counts } = await connector.verify({ mailboxes });
        if (isSet(args, 'json')) output.out(JSON.stringify({ findings, counts }));
        else {
          for (const { check, code, where, detail } of findings) output.out(`${check}: ${code}: ${where}: ${detail}`);
          const looked = `${counts.reports} reports, ${counts.events} acts, ${counts.packages} packages (${counts.packageBytes} bytes), ${counts.mappings} mapping versions, ${counts.deliveries} deliveries`;
          output.out(
            `${findings.length === 0 ? 'Verified' : `${findings.length} findings`}: ${looked}${mailboxes ? `, ${counts.copies} copies in mailboxes` : ''}.`,
          );
        }
        return findings.length === 0 ? 0 : 1;
      },
      mailboxes,
    );
  },
};
