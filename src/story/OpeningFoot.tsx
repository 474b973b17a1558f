import { useApp, useAppController } from '../ui/context';
import { FileButton } from '../ui/files';
import { FILES, SEQUENCES } from '../ui/importText';
import { OPENING_NOTE } from './chapters/start';
import { FIRST_FACTS } from './firstFacts';
import { TrainingLine } from './TrainingLine';

/** Below the opening: why the network that ships for it was chosen, a training under way, and the way to files of one's own. */
export function OpeningFoot() {
  const app = useAppController();
  const shipped = useApp((state) => state.network?.fingerprint === FIRST_FACTS.fingerprint);
  const training = useApp(({ training: { status }, network }) => status !== 'idle' || network?.origin === 'training');
  const featuresLoaded = useApp((state) => state.featuresLoaded);
  return (
    <>
      {shipped && <p>{OPENING_NOTE}</p>}
      {training && <TrainingLine />}
      <p className="row">
        <span>{FILES.own}</span>
        {featuresLoaded && (
          <FileButton
            accept={`${FILES.endings},${SEQUENCES.endings}`}
            title={FILES.ownTitle}
            testId="own-file"
            onFile={(file) => void app.openFile(file)}
          >
            {FILES.ownButton}
          </FileButton>
        )}
      </p>
    </>
  );
}
