import { useEffect } from 'react';
import { PANELS } from '../../analyses/registry';
import { useAppController } from '../../ui/context';

/** Opens the panel that the fragment of the address names: links of before point with it, `…&view=lab#kick`. */
export function usePanelAddress(): void {
  const app = useAppController();
  useEffect(() => {
    const open = () => {
      const name = window.location.hash.slice(1);
      const overview = name === 'live';
      if (!overview && !PANELS.some(({ id }) => id === name)) return;
      // The panel is in the query from here on: the fragment must not lead back to it for ever.
      window.history.replaceState(null, '', window.location.search || window.location.pathname);
      app.set('panel', overview ? '' : name);
    };
    open();
    window.addEventListener('hashchange', open);
    return () => window.removeEventListener('hashchange', open);
  }, [app]);
}
