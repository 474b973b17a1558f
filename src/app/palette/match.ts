/** How well a text is what was typed. */

const WORD_START = 8;
const NEIGHBOURS = 5;
const MATCH = 1;
/** What each letter that is passed over inside of a match costs. */
const GAP = 0.5;

const isWordStart = (text: string, at: number): boolean => at === 0 || /[^\p{L}\p{N}]/u.test(text[at - 1]!);

/** Small letters without accents; the Greek ones that stand on screen are found by their names too. */
const GREEK: Readonly<Record<string, string>> = { σ: 'sigma', μ: 'mu', γ: 'gamma', λ: 'lambda', ρ: 'rho' };
const plain = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[σμγλρ]/g, (letter) => GREEK[letter]!);

/** Score of one word: its letters have to come in their order; better at the start of words and side by side. 0: not found, or too
 * scattered to be meant. */
function wordScore(word: string, text: string): number {
  let best = 0;
  // From every place where the first letter stands: the first one need not be the best.
  for (let start = text.indexOf(word[0]!); start >= 0; start = text.indexOf(word[0]!, start + 1)) {
    let score = 0;
    let before = start - 1;
    let found = true;
    for (const letter of word) {
      const at = text.indexOf(letter, before + 1);
      if (at < 0) {
        found = false;
        break;
      }
      score += MATCH + (isWordStart(text, at) ? WORD_START : 0) + (at === before + 1 && at > start ? NEIGHBOURS : 0);
      score -= at > start ? GAP * (at - before - 1) : 0;
      before = at;
    }
    if (found) best = Math.max(best, score);
  }
  return best;
}

/**
 * @param query what was typed; every word of it has to be found, in any order
 * @returns 0 where one is missing, otherwise the larger the better; shorter texts come first among equals
 */
export function matchScore(query: string, text: string): number {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const inside = plain(text);
  let sum = 0;
  for (const word of words) {
    const score = wordScore(word, inside);
    if (score === 0) return 0;
    sum += score / word.length;
  }
  return words.length === 0 ? 1 : sum / words.length + 1 / (1 + inside.length);
}
