/** CSV that a spreadsheet opens as what it is. */

/** A row with commas and CRLF (RFC 4180). null and undefined become empty cells. */
export function csvRow(cells: readonly (string | number | boolean | null | undefined)[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

const FORMULA = /^'*\s*[=+\-@\t\r]/;

/**
 * Text that a spreadsheet would run as a formula (it begins with = + - @ tab or return) gets an apostrophe before it, and
 * so does text that looks as if it had got one: taking one away gives back what was. Numbers stay numbers.
 */
function csvCell(value: string | number | boolean | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
