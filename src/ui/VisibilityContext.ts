import { createContext, useContext } from 'react';

/** Whether the panel around a component can be seen. Outside of analysis panels everything counts as seen. */
export const VisibilityContext = createContext(true);

export const useIsVisible = (): boolean => useContext(VisibilityContext);
