import { documentHtml } from '../../../../runtime/web/page/shell/document';
import type { ShellFacts } from '../../../../runtime/web/page/shell/shell-facts';
import { aReader } from '../support/a-reader';
import { buttonsOf, linksOf, textOf } from '../support/shown';

const facts: ShellFacts = { stack: 'contoso-prod', release: '1.0.0', pause: undefined, held: 59, setup: 3 };
const assets = { url: (name: string) => `/public/${name}` };

function shown(over: Partial<ShellFacts> | undefined = {}, reader = aReader(), address = 'http://x/held?reason=unmatched'): string {
  const content = { title: 'Held', section: 'Held' as const, main: <h1>Held</h1> };
  return documentHtml({ url: new URL(address), reader, facts: over === undefined ? undefined : { ...facts, ...over }, content, assets });
}

describe('the frame', () => {
  it('has the landmarks, and links that are called exactly as their sections', () => {
    const html = shown();

    expect(html).toMatch(/^<!doctype html>\n<html lang="en"/);
    for (const landmark of ['<header', '<search', '<nav class="rail" aria-label="Connector"', '<main', '<footer'])
      expect(html).toContain(landmark);
    const rail =
      /<nav class="rail"[\s\S]*?<\/nav>/.exec(html)?.[0].replace(/<span class="count" aria-hidden="true">\d+<\/span>/g, '') ?? '';
    expect([...linksOf(rail).keys()]).toEqual(['Overview', 'Runs', 'Held', 'Mapping', 'Mailboxes', 'Setup', 'Audit']);
  });

  it('counts what needs somebody, hidden from names', () => {
    expect(shown()).toContain('Held<span class="count" aria-hidden="true">59</span>');
    expect(shown({ held: 0 })).not.toContain('Held<span');
  });

  it('marks the section as current', () => {
    expect(shown()).toContain('<a href="/held" aria-current="page">');
  });

  it('loads style and script from here only, and runs nothing inline', () => {
    const html = shown();

    expect(
      [...html.matchAll(/(?:src|href)="([^"]*)"/g)]
        .map(([, address = '']) => address)
        .filter((address) => !address.startsWith('/') && !address.startsWith('#')),
    ).toEqual([]);
    expect(html).not.toMatch(/<script(?![^>]*src=)|<style|\sstyle="|\son[a-z]+="/);
  });

  it('shows on every page that the connector is paused, and lets an administrator go on', () => {
    const pause = { by: 'Ivo Klein', at: '2026-11-03T17:10:00Z', reason: 'TeleMessage maintenance', isConfigured: false };

    const html = shown({ pause });

    expect(textOf(html)).toContain('Paused by Ivo Klein since 3 November 17:10: TeleMessage maintenance. No run starts by itself.');
    expect(buttonsOf(html)).toEqual(['Resume']);
    expect(buttonsOf(shown({ pause: { ...pause, isConfigured: true } }))).toEqual([]);
    expect(buttonsOf(shown({ pause }, aReader('DataConnector.Reader')))).toEqual([]);
  });

  it('offers UTC and the way back, and keeps the query', () => {
    expect(linksOf(shown()).get('Show UTC')).toBe('/held?reason=unmatched&amp;zone=utc');
    const utc = shown({}, aReader('DataConnector.Admin', { isUtc: true }), 'http://x/held?reason=unmatched&zone=utc');
    expect(linksOf(utc).get('Show local time')).toBe('/held?reason=unmatched');
    expect(utc).toContain('data-zone="utc"');
  });

  it('stands without facts that could not be read', () => {
    expect(textOf(shown(undefined))).toContain('Signal archive connector');
  });
});
