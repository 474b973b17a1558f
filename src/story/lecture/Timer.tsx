import { useRef, useState } from 'react';
import { useFrame } from '../../ui/context';
import { LECTURE_TEXT } from './text';

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** Time of the lecture. It is counted in frames and their lengths, so a changed system clock does not matter. */
export function Timer() {
  const elapsed = useRef(0);
  const [shown, setShown] = useState(0);
  useFrame((dt) => {
    elapsed.current += dt;
    const now = Math.floor(elapsed.current);
    if (now !== shown) setShown(now);
  });
  return (
    <p className="lecture-timer" role="timer" aria-label={LECTURE_TEXT.timer}>
      {clock(shown)}
    </p>
  );
}
