import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { askCredential } from '../../../infra/publish/ask-credential';
import { readCredential } from '../../../infra/publish/credential-input';

/** Somebody who types each line when the question before it is there. */
async function typed(...lines: readonly string[]): Promise<{ readonly answer: string; readonly shown: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  const shown = text(output);
  const rest = [...lines];
  output.on('data', (chunk: Buffer) => {
    if (!chunk.toString().includes(': ')) return;
    for (const character of `${rest.shift() ?? ''}\r`) input.write(character);
  });
  const answer = await askCredential(input, output);
  output.end();
  return { answer, shown: await shown };
}

describe('the credential, typed at a terminal', () => {
  it('is a user name and a password that nobody sees', async () => {
    const { answer, shown } = await typed('archive@contoso.example', 'geheim 1');

    expect(JSON.parse(readCredential(answer))).toEqual({ username: 'archive@contoso.example', password: 'geheim 1' });
    expect(shown).toContain('User name at the source: ');
    expect(shown).toContain('archive@contoso.example');
    expect(shown).toContain('Password (nothing is shown): ');
    for (const part of ['g', 'eheim', 'im 1']) expect(shown.slice(shown.indexOf('shown): ') + 1)).not.toContain(part);
  });
});
