import type { UpdateParts } from '../../training/updateParts';
import type { PartPicture } from './bars';
import { adamPicture, againPicture, gradientPicture, lossPicture } from './lossPictures';
import { matchingPicture, sequencesPicture } from './sequencePictures';
import type { UpdatePartId } from './text';
import type { UpdateFrame } from './words';

/** The pictures of an update, one for each part. */
export const UPDATE_PICTURES: Record<UpdatePartId, (parts: UpdateParts, frame: UpdateFrame) => PartPicture> = {
  run: (parts) => sequencesPicture(parts, parts.outputs, 'network'),
  targets: (parts) => sequencesPicture(parts, parts.targets, 'model'),
  matching: matchingPicture,
  loss: lossPicture,
  gradient: gradientPicture,
  adam: adamPicture,
  again: againPicture,
};
