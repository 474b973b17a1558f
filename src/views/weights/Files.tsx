import { useEffect, useState } from 'react';
import { useApp, useAppController } from '../../ui/context';
import { FileButton } from '../../ui/files';
import { FILES } from '../../ui/importText';
import { WhichModel } from './WhichModel';

/** Files of one's own, in every view: dropped anywhere on the page, read with a progress, and asked about. */
export function Files() {
  const over = useDroppedFiles();
  return (
    <>
      {over && <div className="drop-note">{FILES.drop}</div>}
      <Reading />
      <WhichModel />
    </>
  );
}

/** Opens the weights of a network. */
export function OpenWeights() {
  const app = useAppController();
  return (
    <FileButton accept={FILES.endings} title={FILES.weights} testId="weights-file" onFile={(file) => void app.openWeights(file)}>
      Open weights…
    </FileButton>
  );
}

/** Opens whatever is dropped on the page. @returns whether a file is held over it */
function useDroppedFiles(): boolean {
  const app = useAppController();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const holdsFile = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!holdsFile(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      const file = event.dataTransfer?.files[0];
      // A panel that takes files itself has stopped the event.
      if (!file || event.defaultPrevented) return;
      event.preventDefault();
      void app.openFile(file);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [app]);
  return over;
}

/** A large file that is being read, with a way to give it up. */
function Reading() {
  const opening = useApp((state) => state.openingFile);
  if (!opening) return null;
  return (
    <div className="row reading-file" role="status" data-testid="opening-file">
      <span>{FILES.reading(opening.name)}</span>
      <progress max={1} value={opening.progress} aria-label={FILES.reading(opening.name)} />
      <button type="button" onClick={opening.cancel}>
        Cancel
      </button>
    </div>
  );
}
