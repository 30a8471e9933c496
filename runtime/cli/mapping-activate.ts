import { createHash } from 'node:crypto';
import { ActRefusedError } from '../main';
import { CONNECTOR_HELP, CONNECTOR_OPTIONS, workOnChosen } from './chosen-connector';
import { localPerson } from './local-person';
import { readBytes } from './mapping-check';
import { textOf, type Verb } from './verb';

export const mappingActivateVerb: Verb = {
  name: 'mapping activate',
  summary: 'Makes a mapping file the current version, and imports what was only held for want of its rows.',
  usage: [
    'mapping activate <csv> [--confirm <sha256>] [--data <folder>]',
    'mapping activate <csv> [--confirm <sha256>] --connector <address>',
  ],
  options: { ...CONNECTOR_OPTIONS, confirm: { type: 'string' }, because: { type: 'string' } },
  optionHelp: {
    ...CONNECTOR_HELP,
    confirm: 'SHA-256 of the file, when many rows go or a number is re-routed: mapping preview prints it',
    because: 'why; it goes into the record of acts',
  },
  positionals: { least: 1, most: 1 },
  run: async (args, output) => {
    const [path = ''] = args.positionals;
    const bytes = await readBytes(path);
    return workOnChosen(args, output, async (connector) => {
      const confirm = textOf(args, 'confirm') ?? '';
      const activated = await connector
        .acts(localPerson())
        .activateMapping(bytes, confirm, textOf(args, 'because') ?? '')
        .catch((error: unknown) => Promise.reject(withWayToConfirm(error, bytes)));
      const { version, rows, isUnchanged, replayRun } = activated;
      output.err(
        isUnchanged ? `Version ${version} is the current one already.` : `Version ${version} with ${rows} rows is the current one now.`,
      );
      return replayRun === '' ? undefined : replayRun;
    });
  },
};

function withWayToConfirm(error: unknown, bytes: Buffer): unknown {
  if (!(error instanceof ActRefusedError) || error.code !== 'confirmation-needed') return error;
  return new Error(`${error.message} Add --confirm ${createHash('sha256').update(bytes).digest('hex')}`);
}
