import { networkInput, onNetwork, type PanelRequest } from '../graph';
import type * as compute from './compute';

export const refit: PanelRequest<typeof compute.refit> = { allowedNonFinite: [], key: onNetwork, input: networkInput };
