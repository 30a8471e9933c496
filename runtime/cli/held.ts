import { CONNECTOR_HELP, CONNECTOR_OPTIONS, withChosenConnector } from './chosen-connector';
import { isSet, textOf, type Verb } from './verb';

export const heldVerb: Verb = {
  name: 'held',
  summary: 'Lists what is held, with the reason and who must do what. Exit code 2 when anything is.',
  usage: ['held [--reason <reason>] [--data <folder>]', 'held [--reason <reason>] --connector <address>'],
  options: { ...CONNECTOR_OPTIONS, reason: { type: 'string' } },
  optionHelp: { ...CONNECTOR_HELP, reason: 'only this reason, e.g. unmatched' },
  positionals: { least: 0, most: 0 },
  run: (args, output) =>
    withChosenConnector(args, output, async (connector) => {
      const reason = textOf(args, 'reason');
      let count = 0;
      for await (const entry of connector.heldEntries()) {
        if (reason !== undefined && entry.reason !== reason) continue;
        count += 1;
        if (isSet(args, 'json')) output.out(JSON.stringify(entry));
        else
          output.out(
            `${entry.id}  ${entry.reason.padEnd(19)} ${entry.why.padEnd(24)} ${entry.who || entry.itemId.slice(0, 16)}  tries ${entry.tries}, since ${entry.addedAt}, run ${entry.addedIn}`,
          );
      }
      if (!isSet(args, 'json')) output.out(count === 0 ? 'Nothing is held.' : `${count} held. Not imported yet; this is not a legal hold.`);
      return count === 0 ? 0 : 2;
    }),
};
