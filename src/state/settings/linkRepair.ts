/** What happens to links on their way through mail programs, chats and social networks, undone where it can be told. */

/** Keys that others put into links to follow readers about: of no concern to the app, and no reason for an alarm. */
const TRACKING =
  /^(?:utm_\w+|[a-z]*cl(?:k)?id|gbraid|wbraid|mc_[ce]id|igshid?|igsh|li_fat_id|_hs\w+|hs\w+tracking|mkt_tok|ref|ref_src|ref_url|si|_g[al]|__(?:cft\w*|tn\w*|s)|oly_\w+|vero_\w+|(?:mtm|pk|at|ns|sc|s|hsa|epik|trk|spm)_\w+|spm|trk|cmpid|source)$/i;

export const isTracking = (key: string): boolean => TRACKING.test(key);

/** Line ends that were encoded, with the soft break of mails before them. */
const BREAKS = /=?(?:%0d|%0a|[\r\n])+(?:%20|%09|[ \t])*/gi;

/**
 * The query as it was meant: "&amp;" is an ampersand again, encoded and real line breaks are gone, and so is the "=3D" of mails; a query
 * that was encoded as a whole is decoded.
 */
export function repairQuery(search: string): string {
  let query = search.replace(/&(?:amp;)+/gi, '&').replace(BREAKS, '');
  const whole = /^\?\w+%3d[^=&]*$/i.test(query);
  try {
    if (whole) query = decodeURIComponent(query);
  } catch {
    // It was not encoded as a whole, then.
  }
  return /[?&]v=3D\d(?:&|$)/i.test(query) ? query.replace(/=3D/gi, '=') : query;
}

/** Lists whose numbers stand between dots: a dot at the end may be a number that got lost. */
const DOTTED = new Set(['picked', 'units']);

/** Longer values are no settings of this app. */
const MAX_REPAIRED = 4000;

/** Ways to read a value that cannot be used as it stands: without punctuation of the sentence around the link, and without breaks. */
export function repairedValues(key: string, value: string): string[] {
  if (value.length > MAX_REPAIRED) return [];
  const end = DOTTED.has(key) ? /[,;:!?)\]}>"'»”’]+$/ : /[.,;:!?)\]}>"'»”’]+$/;
  const bare = value.trim().replace(end, '');
  return [...new Set([bare, bare.replace(/[\s=]+/g, '')])].filter((one) => one !== value && one !== '');
}
