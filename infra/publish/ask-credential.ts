import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/**
 * Asks somebody at a terminal for the user name and the password, and answers them as two lines. What is typed as the password appears
 * nowhere: not on the terminal, and so not in its history or on a shared screen.
 */
export async function askCredential(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): Promise<string> {
  let isHidden = false;
  const shown = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isHidden) output.write(chunk);
      done();
    },
  });
  const terminal = createInterface({ input, output: shown, terminal: true, historySize: 0 });
  try {
    const username = await terminal.question('User name at the source: ');
    const answer = terminal.question('Password (nothing is shown): ');
    isHidden = true;
    const password = await answer;
    output.write('\n');
    return `${username}\n${password}\n`;
  } finally {
    terminal.close();
  }
}
