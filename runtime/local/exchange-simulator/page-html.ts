/** Text that is HTML already; everything else is escaped when it is put into a page. */
export class Html {
  constructor(readonly text: string) {}
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

export const raw = (text: string): Html => new Html(text);

export const joined = (parts: readonly Html[]): Html => new Html(parts.map(({ text }) => text).join(''));

/** Escapes every value that is not HTML by its type. */
export function html(strings: TemplateStringsArray, ...values: readonly (string | number | Html)[]): Html {
  const shown = values.map((value) => (value instanceof Html ? value.text : escapeHtml(String(value))));
  return new Html(strings.map((text, index) => text + (shown[index] ?? '')).join(''));
}

export function page(title: string, content: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${title} - simulated mailboxes</title><link rel="stylesheet" href="/simulated-mailboxes/page.css"></head>
<body><main><h1>${title}</h1>${content}</main></body></html>
`.text;
}

export const PAGE_CSS = `:root { color-scheme: light dark; font: 14px/20px "Segoe UI", system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 1100px; margin: 0 auto; padding: 24px 32px; }
h1 { font-size: 20px; line-height: 28px; font-weight: 600; overflow-wrap: anywhere; }
h2 { font-size: 16px; line-height: 22px; font-weight: 600; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 7px 10px; border-bottom: 1px solid light-dark(#e0e0e0, #424242); font-weight: 400; overflow-wrap: anywhere; }
thead th { font-size: 12px; line-height: 16px; color: light-dark(#616161, #adadad); }
.number { text-align: right; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; }
dt { color: light-dark(#616161, #adadad); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 12px 16px; border: 1px solid light-dark(#e0e0e0, #424242); border-radius: 6px; font: inherit; }
code { font: 12px/20px Consolas, monospace; }
a { color: light-dark(#0f548c, #75b6ff); }
`;
