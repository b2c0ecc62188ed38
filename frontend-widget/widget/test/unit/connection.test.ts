import { describe, expect, it } from 'vitest';
import { mayLoadModel } from '../../src/device/connection.js';

describe('tens of megabytes are loaded', () => {
  const good = { saveData: false, effectiveType: '4g', type: 'wifi', downlink: 10 };

  it('on a good connection', () => {
    expect(mayLoadModel({ onLine: true, deviceMemory: 8, connection: good }, false)).toBe(true);
    expect(mayLoadModel({ onLine: true, connection: {} }, false)).toBe(true);
  });

  it.each([
    ['who saves data', { connection: { ...good, saveData: true } }],
    ['a mobile line', { connection: { ...good, type: 'cellular' } }],
    ['a slow network', { connection: { ...good, effectiveType: '3g' } }],
    ['a slow line', { connection: { ...good, downlink: 1.5 } }],
    ['little memory', { connection: good, deviceMemory: 1 }],
    ['no line', { connection: good, onLine: false }],
  ])('not for %s', (_, surroundings) => {
    expect(mayLoadModel({ onLine: true, ...surroundings }, true)).toBe(false);
  });

  it('only at a desk where the browser tells nothing', () => {
    expect(mayLoadModel({ onLine: true }, true)).toBe(true);
    expect(mayLoadModel({ onLine: true }, false)).toBe(false);
  });
});
