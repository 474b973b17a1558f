import { useReducedMotion } from '../../ui/onScreen';
import type { PartPicture } from './bars';
import { SmallCanvas, StageCanvas } from './PartCanvas';
import { WALKTHROUGH, type WalkthroughPart } from './text';

/** A part with its picture and its numbers in words. */
export interface ShownPart extends WalkthroughPart {
  picture: PartPicture;
  words: string;
}

interface WalkthroughProps {
  parts: readonly ShownPart[];
  part: number;
  onPart: (part: number) => void;
  /** n and settings, for the files. */
  notes: readonly string[];
}

/** All parts in a row: the one now playing big, those before it small and pale, those to come as empty frames. */
export function Walkthrough({ parts, part, onPart, notes }: WalkthroughProps) {
  const still = useReducedMotion();
  const now = parts[part]!;
  return (
    <>
      <ol className="slow-film" data-count={parts.length} aria-label={WALKTHROUGH.parts}>
        {parts.map(({ id, title, picture }, n) => (
          <li key={id}>
            <button
              type="button"
              className={n < part ? 'past' : n === part ? 'now' : 'coming'}
              aria-current={n === part ? 'step' : undefined}
              onClick={() => onPart(n)}
              data-testid={`slow-part-${id}`}
            >
              <span>
                {n + 1} {title}
              </span>
              {n <= part ? <SmallCanvas picture={picture} /> : <i className="slow-frame" aria-hidden="true" />}
            </button>
          </li>
        ))}
      </ol>
      <div className="slow-now">
        <h3>
          {now.title} <code>{now.formula}</code>
        </h3>
        <p className="slow-sentence">{now.sentence}</p>
        <StageCanvas
          picture={now.picture}
          moves={!still}
          name={`slow-${now.id}`}
          label={`${now.title}. ${now.words}`}
          notes={[now.sentence, now.words, ...notes]}
        />
        <p className="slow-words" role="status" data-testid="slow-words">
          <span className="visually-hidden">
            {part + 1} of {parts.length}, {now.title}.{' '}
          </span>
          {now.words}
        </p>
      </div>
    </>
  );
}
