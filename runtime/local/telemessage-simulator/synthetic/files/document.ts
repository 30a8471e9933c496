/** A valid PDF of one page with the given lines (ASCII). */
export function plainPdf(lines: readonly string[]): Buffer {
  const text = lines.map((line, index) => `1 0 0 1 56 ${780 - 22 * index} Tm (${line.replace(/[()\\]/g, '\\$&')}) Tj`).join('\n');
  const content = `BT /F1 13 Tf\n${text}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ];
  let pdf = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const startOfTable = pdf.length;
  pdf += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries}`;
  pdf += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${startOfTable}\n%%EOF\n`;
  return Buffer.from(pdf, 'latin1');
}

/** The vendor writes only the first contact of a shared card. */
export function contactCard(firstName: string, lastName: string, phone: string): Buffer {
  const lines = ['BEGIN:VCARD', 'VERSION:3.0', `N:${lastName};${firstName};;;`, `FN:${firstName} ${lastName}`, `TEL;TYPE=CELL:+${phone}`];
  return Buffer.from(`${[...lines, 'END:VCARD'].join('\r\n')}\r\n`, 'utf8');
}
