import { useAppController } from '../ui/context';
import { saveOwnNetwork } from './ownLink';

const NOTE = {
  without: 'The link was copied with the settings alone: it does not hold your network.',
  file: 'Save the network as a file',
  close: 'Close',
};

/** Says at the button why the link does not hold the network in view, with the file beside it. */
export function CopyNote({ reason, onClose }: { reason: string; onClose: () => void }) {
  const app = useAppController();
  return (
    <span className="copy-note" role="status">
      {NOTE.without} {reason}{' '}
      <button type="button" onClick={() => void saveOwnNetwork(app)}>
        {NOTE.file}
      </button>{' '}
      <button type="button" onClick={onClose}>
        {NOTE.close}
      </button>
    </span>
  );
}
