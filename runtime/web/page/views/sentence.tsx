import { Fragment } from 'preact';
import type { SentencePart } from '../../state-sentence';
import { addressOf } from '../format/addresses';
import type { Reader } from '../format/reader';
import { Time } from './pieces';

/** Text, times and links of a sentence. */
export function Sentence({ parts, reader }: { readonly parts: readonly SentencePart[]; readonly reader: Reader }) {
  return (
    <>
      {parts.map((part, index) => (
        <Fragment key={index}>
          {typeof part === 'string' ? (
            part
          ) : 'text' in part ? (
            <a href={reader.to(addressOf(part.to))}>{part.text}</a>
          ) : (
            <Time at={part.time} look={part.style} reader={reader} />
          )}
        </Fragment>
      ))}
    </>
  );
}
