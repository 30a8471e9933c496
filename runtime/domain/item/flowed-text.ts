/**
 * Undoes format=flowed (RFC 3676): a line that ends in a space goes on in the next one of the same quote depth. With `isWithoutSpace`
 * (delsp=yes) that space was only a mark.
 */
export function decodeFlowedText(text: string, isWithoutSpace: boolean): string {
  const paragraphs: string[] = [];
  let pieces: string[] = [];
  let openDepth = -1;
  for (const line of text.split('\n')) {
    const depth = quoteDepth(line);
    const content = unstuff(line.slice(depth));
    const isContinuation = depth === openDepth;
    if (!isContinuation && pieces.length > 0) paragraphs.push(pieces.join(''));
    if (!isContinuation) pieces = depth > 0 ? [`${'>'.repeat(depth)} `] : [''];

    const isFlowed = content.endsWith(' ') && content !== '-- ';
    pieces.push(isFlowed && isWithoutSpace ? content.slice(0, -1) : content);
    openDepth = isFlowed ? depth : -1;
  }
  paragraphs.push(pieces.join(''));
  return paragraphs.join('\n');
}

function quoteDepth(line: string): number {
  let depth = 0;
  while (line.charCodeAt(depth) === 0x3e) depth++;
  return depth;
}

/** A space that protects what follows it (`From `, `>`, a leading space). */
function unstuff(line: string): string {
  return line.startsWith(' ') ? line.slice(1) : line;
}
