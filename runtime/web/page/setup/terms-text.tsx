import { Fragment } from 'preact';

/** The terms are a small Markdown of our own: headings, paragraphs and lists. Everything else is shown as it is written. */
export function TermsText({ markdown }: { readonly markdown: string }) {
  const blocks = markdown.split(/\n{2,}/).map((block) => block.trim());
  return (
    <div class="terms">
      {blocks.map((block) => (
        <Block key={block} text={block} />
      ))}
    </div>
  );
}

function Block({ text }: { readonly text: string }) {
  if (text === '' || text.startsWith('# ')) return null;
  if (text.startsWith('## ')) return <h2>{text.slice(3)}</h2>;
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.startsWith('- '));
  if (first === -1) return <p>{text}</p>;
  const items = lines.slice(first).map((line) => line.replace(/^- /, ''));
  return (
    <Fragment>
      {first === 0 ? null : <p>{lines.slice(0, first).join(' ')}</p>}
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </Fragment>
  );
}
