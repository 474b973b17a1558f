import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startClock } from '../../../src/app/clock';

/** A clock whose frames are asked for and drawn by hand; each frame takes so many milliseconds. */
function handClock(frameMs: number) {
  let now = 0;
  const asked: FrameRequestCallback[] = [];
  vi.stubGlobal('performance', { now: () => now });
  vi.stubGlobal('requestAnimationFrame', (callback: FrameRequestCallback) => asked.push(callback));
  vi.stubGlobal('cancelAnimationFrame', () => asked.splice(0));
  const steps: number[] = [];
  const frame = () => {
    now += frameMs;
  };
  const stop = startClock({ frame } as never, { emit: (dt: number) => steps.push(dt) } as never);
  return { asked, steps, stop, draw: () => asked.splice(0).forEach((callback) => void callback(now)) };
}

describe('the clock of the pictures', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('asks for the next frame at once after a short one', () => {
    const clock = handClock(8);
    clock.draw();
    expect(clock.asked.length).toBe(1);
  });

  it('leaves as much time as a long frame took, and counts it in the next', () => {
    const clock = handClock(100);
    clock.draw();
    expect(clock.asked.length).toBe(0);
    vi.advanceTimersByTime(99);
    expect(clock.asked.length).toBe(0);
    vi.advanceTimersByTime(1);
    expect(clock.asked.length).toBe(1);
    clock.draw();
    expect(clock.steps).toEqual([0, 0.1]);
  });

  it('stops in the pause too', () => {
    const clock = handClock(100);
    clock.draw();
    clock.stop();
    vi.advanceTimersByTime(1000);
    expect(clock.asked.length).toBe(0);
  });
});
