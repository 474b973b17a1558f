import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { analysesSlice } from '../../../src/state/analyses/slice';
import { liveSlice } from '../../../src/state/live/slice';
import { networksSlice } from '../../../src/state/networks/slice';
import { pageSlice } from '../../../src/state/page/slice';
import { settingsSlice } from '../../../src/state/settings/slice';
import { createAppStore } from '../../../src/state/store';
import { trainingSlice } from '../../../src/state/training/slice';

/** The slices, by the folder of `src/state` that holds them. */
const SLICES: Record<string, object> = {
  analyses: analysesSlice(),
  live: liveSlice(),
  networks: networksSlice(),
  page: pageSlice(),
  settings: settingsSlice(),
  training: trainingSlice(),
};
/** Field to folder. */
const OWNERS = new Map(Object.entries(SLICES).flatMap(([folder, slice]) => Object.keys(slice).map((field) => [field, folder])));

/** Of the settings one file alone is the writer. */
const SETTINGS_WRITER = 'src/state/settings/writer.ts';

type Write = { fields: string[]; readable: boolean };

/** The fields an expression given to `setState` may write, as far as they can be read off it. */
function fieldsOf(node: ts.Expression | ts.Block): Write {
  const all = (nodes: readonly (ts.Expression | ts.Block)[]): Write => {
    const parts = nodes.map(fieldsOf);
    return { fields: parts.flatMap(({ fields }) => fields), readable: parts.every(({ readable }) => readable) };
  };
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return fieldsOf(node.expression);
  if (ts.isConditionalExpression(node)) return all([node.whenTrue, node.whenFalse]);
  if (ts.isArrowFunction(node)) return fieldsOf(node.body);
  if (ts.isBlock(node)) {
    const returned: ts.Expression[] = [];
    const look = (child: ts.Node): void => {
      if (ts.isReturnStatement(child) && child.expression) returned.push(child.expression);
      else if (!ts.isFunctionLike(child)) child.forEachChild(look);
    };
    look(node);
    return all(returned);
  }
  if (!ts.isObjectLiteralExpression(node)) return { fields: [], readable: false };
  const parts = node.properties.map((property): Write => {
    if (ts.isSpreadAssignment(property)) return fieldsOf(property.expression);
    const readable = property.name !== undefined && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name));
    return { fields: readable ? [(property.name as ts.Identifier).text] : [], readable };
  });
  return { fields: parts.flatMap(({ fields }) => fields), readable: parts.every(({ readable }) => readable) };
}

/** Writes of a source file to fields of the state that are not its own, a line each. */
function strayWrites(file: string, text: string): string[] {
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : undefined,
  );
  const folder = /^src\/state\/([^/]+)\//.exec(file)?.[1];
  const owns = (field: string) => OWNERS.get(field) === folder && (field !== 'settings' || file === SETTINGS_WRITER);
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const where = () => `${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    // Taken out of the store, the function could be called under any name.
    if (
      ts.isBindingElement(node) &&
      ts.isObjectBindingPattern(node.parent) &&
      (node.propertyName ?? node.name).getText() === 'setState'
    )
      found.push(`${where()} takes setState out`);
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'setState') {
      const called = ts.isCallExpression(node.parent) && node.parent.expression === node;
      const onStore = /(^|\.)store$/i.test(node.expression.getText());
      const written = called && node.parent.arguments[0] ? fieldsOf(node.parent.arguments[0]) : { fields: [], readable: false };
      for (const field of written.fields) if (OWNERS.has(field) && !owns(field)) found.push(`${where()} writes ${field}`);
      const own = folder !== undefined && Object.hasOwn(SLICES, folder);
      if (onStore && !(called && (written.readable || own))) found.push(`${where()} writes what cannot be told`);
    }
    node.forEachChild(look);
  };
  look(source);
  return found;
}

describe('fields of the state', () => {
  it('belong to one slice each', () => {
    const fields = Object.values(SLICES).flatMap((slice) => Object.keys(slice));
    expect(fields.sort()).toEqual(Object.keys(createAppStore().getState()).sort());
    expect(new Set(fields).size).toBe(fields.length);
  });
  it('are written in the folder of their slice only, and settings by one file', () => {
    const names = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
    const files = names.map((name) => path.posix.join('src', name.split(path.sep).join('/')));
    expect(files.length).toBeGreaterThan(400);
    expect(files.flatMap((file) => strayWrites(file, readFileSync(file, 'utf8')))).toEqual([]);
  });
  it.each([
    ['src/views/share/Planted.tsx', 'app.store.setState({ playing: true });', 'writes playing'],
    ['src/state/app.ts', 'store.setState(({ sheet }) => (sheet ? { sheet: undefined } : {}));', 'writes sheet'],
    ['src/state/networks/a.ts', 'store.setState(() => { return { history, trained: undefined }; });', 'writes trained'],
    ['src/state/networks/a.ts', 'store.setState({ settings: { ...settings, model } });', 'writes settings'],
    ['src/state/settings/undo.ts', 'store.setState({ settings });', 'writes settings'],
    ['src/state/networks/a.ts', 'store.setState({ ...(keep ? {} : { training }) });', 'writes training'],
    ['src/app/a.ts', 'app.store.setState(changes);', 'writes what cannot be told'],
    ['src/app/a.ts', 'const put = app.store.setState;', 'writes what cannot be told'],
    ['src/app/a.ts', 'const { setState: put } = app.store;', 'takes setState out'],
  ])('planted in %s, a stray write is found: %s', (file, line, fault) => {
    expect(strayWrites(file, line)).toEqual([`${file}:1 ${fault}`]);
  });
});
