import { networkInput, onNetwork, type PanelRequest, type Request } from '../graph';
import type * as compute from './compute';

export const refit: PanelRequest<typeof compute.refit> = { allowedNonFinite: [], key: onNetwork, input: networkInput };

export const fitNetwork: Request<typeof compute.fitNetwork> = { allowedNonFinite: [] };
