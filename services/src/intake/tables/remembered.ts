const MOST = 10_000;

/** The function with its latest answers kept; they are not to be changed. */
export function remembered<T>(work: (text: string) => T): (text: string) => T {
  let answers = new Map<string, T>();
  return (text) => {
    const known = answers.get(text);
    if (known !== undefined) return known;
    const answer = work(text);
    if (answers.size >= MOST) answers = new Map();
    answers.set(text, answer);
    return answer;
  };
}
