import { onBasis, type PanelRequest, planeInput } from '../graph';
import type * as compute from './compute';

export const wall: PanelRequest<typeof compute.wall> = { allowedNonFinite: [], key: onBasis, input: planeInput };
