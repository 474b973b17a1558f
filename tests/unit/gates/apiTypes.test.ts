import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import ts from 'typescript';
import { afterAll, describe, expect, it } from 'vitest';
import { judgeExports } from '../../../scripts/gates/apiTypes.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'planted-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CLEAN = `
  interface Hidden { a: number; next?: Hidden }
  const inside: any = 1;
  export type Shape = Hidden | readonly string[];
  export const make = (n: number): Promise<Map<string, Hidden>> => Promise.resolve(new Map([['x', { a: n }]]));
  export class Own extends Map<string, number> {}
  export const used: number = inside;
`;

/** Exports with `any` in them, by where it is. */
const PLANTED = {
  inAParameter: 'export function inAParameter(x: any): number { return x; }',
  inAResultThatIsInferred: 'export const inAResultThatIsInferred = (text: string) => JSON.parse(text);',
  inAMember: 'interface Deep { deep: { x: any } }\nexport const inAMember = (a: Deep): number => a.deep.x;',
  inAPromise: 'export const inAPromise = async (): Promise<any> => 1;',
  inAnElement: 'export const inAnElement: readonly [number, any[]] = [1, []];',
  inAUnion: 'export type inAUnion = { kind: "a" } | { kind: "b"; value: any };',
  inACallback: 'export const inACallback = (call: (x: any) => void): void => call(1);',
};

describe('the gate of exported types', () => {
  it('passes what has no any, and finds it wherever it is', () => {
    const file = path.join(folder, 'planted.ts');
    writeFileSync(file, [CLEAN, ...Object.values(PLANTED)].join('\n'));
    const options = { strict: true, target: ts.ScriptTarget.ES2022, types: [], lib: ['lib.es2023.d.ts'], noEmit: true };
    const { faults, summary } = judgeExports([file], options, folder);
    expect(faults).toEqual(Object.keys(PLANTED).map((name) => `${path.relative('.', file)}: ${name} has any in its type`));
    expect(summary).toBe(`11 exports of ${folder}, 7 with any`);
  });

  it('does not pass when it looked at nothing', () => {
    expect(judgeExports([], { types: [], noLib: true }, folder).faults).toEqual([`no export of ${folder} was looked at`]);
  });
});
