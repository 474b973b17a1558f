import path from 'node:path';
import ts from 'typescript';

/**
 * Type coverage of what modules give each other: no exported function, value or type of `src` may have `any` in it. Types from
 * packages are not looked into, only at what they are given.
 */

const isAny = (type) => (type.flags & ts.TypeFlags.Any) !== 0;

/** Whether a type is declared in the app's own sources, so that what is inside it is ours to answer for. */
const isOwn = (symbol, root) =>
  (symbol?.declarations ?? []).some((declaration) => declaration.getSourceFile().fileName.startsWith(root));

/** Whether there is `any` somewhere in a type. @param seen types already looked into */
function holdsAny(type, checker, root, at, seen = new Set()) {
  if (isAny(type)) return true;
  if (seen.has(type)) return false;
  seen.add(type);
  const inside = (other) => holdsAny(other, checker, root, at, seen);
  if ((type.aliasTypeArguments ?? []).some(inside)) return true;
  if (type.aliasSymbol && !isOwn(type.aliasSymbol, root)) return false;
  if (type.isUnionOrIntersection()) return type.types.some(inside);
  if (checker.isTupleType(type) || checker.isArrayType(type) || type.target) {
    if (checker.getTypeArguments(type).some(inside)) return true;
  }
  // An object of a package, such as Promise or a React node, answers for itself.
  if (
    type.symbol &&
    type.symbol.name !== '__type' &&
    type.symbol.name !== '__function' &&
    type.symbol.name !== '__object' &&
    !isOwn(type.symbol, root)
  )
    return false;
  const ofCall = (signature) =>
    inside(signature.getReturnType()) ||
    signature.parameters.some((parameter) =>
      inside(checker.getTypeOfSymbolAtLocation(parameter, parameter.valueDeclaration ?? at)),
    );
  // A class may have the constructor of the package's class it extends.
  const isOwnCall = ({ declaration }) => declaration !== undefined && declaration.getSourceFile().fileName.startsWith(root);
  if ([...type.getCallSignatures(), ...type.getConstructSignatures()].filter(isOwnCall).some(ofCall)) return true;
  return type
    .getProperties()
    .some((property) => isOwn(property, root) && inside(checker.getTypeOfSymbolAtLocation(property, at)));
}

/**
 * Looks through what the files of a folder export.
 * @param names root files of the program
 * @returns how many exports there are, and those with `any` in them
 */
export function judgeExports(names, options, folder) {
  const program = ts.createProgram(
    names.map((name) => path.resolve(name)),
    options,
  );
  const checker = program.getTypeChecker();
  const root = `${path.resolve(folder).split(path.sep).join('/')}/`;
  const faults = [];
  let count = 0;
  for (const file of program.getSourceFiles()) {
    if (!file.fileName.startsWith(root) || file.isDeclarationFile) continue;
    const module = checker.getSymbolAtLocation(file);
    for (const symbol of module ? checker.getExportsOfModule(module) : []) {
      const meant = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const at = meant.declarations?.[0];
      if (!at || !isOwn(meant, root)) continue;
      count++;
      const isType = (meant.flags & ts.SymbolFlags.Type) !== 0 && (meant.flags & ts.SymbolFlags.Value) === 0;
      const type = isType ? checker.getDeclaredTypeOfSymbol(meant) : checker.getTypeOfSymbolAtLocation(meant, at);
      if (holdsAny(type, checker, root, at))
        faults.push(`${path.relative('.', file.fileName)}: ${symbol.name} has any in its type`);
    }
  }
  if (count === 0) faults.push(`no export of ${folder} was looked at`);
  return { summary: `${count} exports of ${folder}, ${faults.length} with any`, faults };
}

/** The same for the app, with its own compiler settings. */
export function checkExports(folder = 'src') {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  return judgeExports(
    fileNames.filter((name) => name.includes(`/${folder}/`) || name.startsWith(`${folder}/`)),
    options,
    folder,
  );
}
