import { describe, expect, it } from 'vitest';
import { initialWeights, weightsFingerprint } from '../../../src/rnn/weights';
import { packWeightText } from '../../../src/rnn/weightText';
import { readSharedWeights } from '../../../src/state/networks/linkedNetwork';
import { decodeLink, isTracking } from '../../../src/state/settings/link';
import { SETTING_KEYS } from '../../../src/state/settings/settings';
import { createAppStore } from '../../../src/state/store';
import { STORY } from '../../../src/story/states';

/** Links as they arrive: through mail programs, chats, social networks and copying by hand. */

const LINK = '?v=3&view=lab&preset=chain-3&sigma=2&noise=0&seed=7';
const meant = decodeLink(LINK, STORY);

describe('a link is used as meant, without an alarm', () => {
  it.each([
    ['&amp; of a web page', LINK.replaceAll('&', '&amp;')],
    ['&amp; escaped twice', LINK.replaceAll('&', '&amp;amp;')],
    ['a full stop at the end', `${LINK}.`],
    ['a bracket at the end', `${LINK})`],
    ['a bracket and a full stop', `${LINK}).`],
    ['a comma', `${LINK},`],
    ['a quotation mark', `${LINK}"`],
    ['a bracket of a mail', `${LINK}%3E`],
    ['a line end', `${LINK}%0A`],
    ['a line break within', LINK.replace('chain-3', 'chain-%0A3')],
    ['a line break and blanks within', LINK.replace('&sigma', '%0D%0A%20%20&sigma')],
    ['a soft break of a mail', LINK.replace('chain-3', 'chain-=%0D%0A3')],
    ['a soft break whose line end got lost', LINK.replace('chain-3', 'chain-=3')],
    ['=3D of a mail', LINK.replaceAll('=', '=3D')],
    ['a blank within', LINK.replace('chain-3', 'chain- 3')],
    ['the whole query encoded', `?${encodeURIComponent(LINK.slice(1))}`],
    ...[
      'fbclid=IwAR0',
      'gclid=1',
      'msclkid=2',
      'utm_source=mail',
      'utm_medium=a&utm_campaign=b',
      'mc_cid=3',
      '_ga=4',
      'igshid=5',
      'ref=x',
    ].map((tracking): [string, string] => [tracking, `${LINK}&${tracking}`]),
    ['a tracking key in front', LINK.replace('?', '?fbclid=IwAR0&')],
  ])('%s', (_, link) => {
    expect(decodeLink(link, STORY)).toEqual(meant);
  });

  it('what cannot be used is told as it came', () => {
    expect(decodeLink('?v=3&preset=chain-9.', STORY).dropped).toMatchObject([{ key: 'preset', value: 'chain-9.' }]);
    expect(decodeLink('?v=3&colour=red', STORY).dropped).toMatchObject([{ key: 'colour' }]);
  });

  it('no setting is taken for a tracking key', () => {
    expect(SETTING_KEYS.filter(isTracking)).toEqual([]);
  });
});

describe('a network in a link', () => {
  const weights = initialWeights({ hiddenSize: 6, inputDim: 3, nOutputs: 3 }, 2, 1);
  const text = packWeightText(weights, { bits: 10 });
  const shownBy = (hash: string) => {
    const store = createAppStore();
    let print: string | undefined;
    readSharedWeights(hash, store, (network) => {
      print = network.fingerprint;
    });
    return print;
  };
  const print = shownBy(`#w=${text}`);
  it.each([
    ['a full stop', `${text}.`],
    ['a bracket', `${text})`],
    ['line breaks', text.replace(/.{76}/g, '$&%0A')],
    ['soft breaks', text.replace(/.{75}/g, '$&=%0D%0A')],
    ['a tracking key behind it', `${text}&fbclid=IwAR0`],
  ])('is the same with %s', (_, harmed) => {
    expect(print).toBe(shownBy(`#w=${harmed}`));
    expect(print).toMatch(/^[0-9a-f]{8}$/);
    expect(print).not.toBe(weightsFingerprint({ ...weights, readoutWeights: weights.readoutWeights.map(() => 0) }));
  });
  it('that is another one is refused as before', () => {
    expect(shownBy(`#w=${text.slice(0, -6)}`)).toBeUndefined();
  });
});
