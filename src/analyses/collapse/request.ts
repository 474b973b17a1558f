import { networkInput, onNetwork, type PanelRequest } from '../graph';
import type * as compute from './compute';

export const collapse: PanelRequest<typeof compute.collapse> = { allowedNonFinite: [], key: onNetwork, input: networkInput };
