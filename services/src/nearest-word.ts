/** What somebody may have meant who wrote a word that is not known. */

/** The known word that is nearest to what was written, whatever the case, if it is near. */
export function nearestWord(written: string, known: readonly string[]): string | undefined {
  const wrong = written.toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const word of known) {
    const other = word.toLowerCase();
    const distance = other.startsWith(wrong) && wrong.length > 2 ? 1 : editDistance(wrong, other);
    if (distance < least) [nearest, least] = [word, distance];
  }
  return nearest;
}

/** Letters to insert, remove or change to make one word of the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length];
}
