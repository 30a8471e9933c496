import { heldCommand, storedCommand } from '../../../runtime/local/start/held-command';

describe('the command that lists what is held', () => {
  it.each([
    ['in the default folder', { data: '.signal-archive', once: true }, 'npx signal-archive held'],
    ['in another folder', { data: 'days/one', once: true }, 'npx signal-archive held --data days/one'],
    ['in a folder with a space', { data: 'my days', once: true }, "npx signal-archive held --data 'my days'"],
    ['in memory, while the page is served', { data: undefined, once: false }, 'on the page'],
    ['in memory, when nothing is left to ask', { data: undefined, once: true }, undefined],
  ])('with storage %s', (_case, options, expected) => {
    expect(heldCommand(options)).toBe(expected);
  });

  it('is made for other verbs too', () => {
    expect(storedCommand('verify', '.signal-archive')).toBe('npx signal-archive verify');
  });
});
