import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { useApp } from '../../ui/context';
import { applyProfile } from '../theme';

/** Whether the page is on its way to a printer. Meanwhile the page has the colours of the screen profile: paper is white. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  const profile = useApp((state) => state.settings.profile);
  useEffect(() => {
    const begin = () => {
      applyProfile('screen');
      // What is printed is what stands on the page when this event has been heard.
      flushSync(() => setPrinting(true));
    };
    const end = () => {
      applyProfile(profile);
      setPrinting(false);
    };
    window.addEventListener('beforeprint', begin);
    window.addEventListener('afterprint', end);
    return () => {
      window.removeEventListener('beforeprint', begin);
      window.removeEventListener('afterprint', end);
    };
  }, [profile]);
  return printing;
}
