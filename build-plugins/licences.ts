import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

/** A package that is in a script of the build. */
interface ShippedPackage {
  name: string;
  version: string;
  licence: string;
  /** What its licence and notice files say, word for word; empty where it brings none. */
  text: string;
  /** Whose it is, as far as its package.json tells. */
  author: string;
  home: string;
}

/** Files whose words have to go along. */
const LEGAL = /^(licen[cs]e|copying|notice)/i;

/** The folder of the package that a module is of; undefined for the app's own and for what bundlers make up. */
export function packageFolder(moduleId: string): string | undefined {
  const match = /^(.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+)[/\\]/.exec(moduleId.replace(/^\0/, ''));
  return match?.[1];
}

interface PackageFile {
  name?: string;
  version?: string;
  license?: string;
  author?: string | { name?: string };
  homepage?: string;
  repository?: string | { url?: string };
}

/** @throws Error when a package does not tell its licence */
export function readPackage(folder: string): ShippedPackage {
  const told = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as PackageFile;
  const { name, version, license, author, homepage, repository } = told;
  if (!name || !version || typeof license !== 'string')
    throw new Error(`${folder} tells no name, version or licence in its package.json.`);
  const files = readdirSync(folder)
    .filter((file) => LEGAL.test(file))
    .sort();
  const text = files.map((file) => readFileSync(path.join(folder, file), 'utf8').trim()).join('\n\n');
  const owner = typeof author === 'string' ? author : author?.name;
  const home = homepage ?? (typeof repository === 'string' ? repository : repository?.url);
  return {
    name,
    version,
    licence: license,
    text,
    author: owner ?? 'its authors',
    home: home ?? `https://www.npmjs.com/package/${name}`,
  };
}

/** Typefaces, cut down to the letters of the page (public/fonts), with the packages they were cut from. */
const FONTS = [
  { name: '@fontsource-variable/atkinson-hyperlegible-next', version: '5.3.0', words: 'LICENSE-Atkinson-Hyperlegible-Next.txt' },
  { name: '@fontsource-variable/commissioner', version: '5.3.0', words: 'LICENSE-Commissioner.txt' },
] as const;

const fontPackages = (): ShippedPackage[] =>
  FONTS.map(({ name, version, words }) => ({
    name,
    version,
    licence: 'OFL-1.1',
    text: readFileSync(path.join('public/fonts', words), 'utf8').trim(),
    author: 'its authors',
    home: `https://www.npmjs.com/package/${name}`,
  }));

/** For a package without a text of its licence: whose it is, and where the words of the licence stand. */
function withoutText({ licence, author, home }: ShippedPackage, packages: readonly ShippedPackage[]): string {
  const same = packages.find((other) => other.text !== '' && licence.split(' ').includes(other.licence));
  const words = same ? ` The words of the licence stand under ${same.name}.` : '';
  return `By ${author}, ${home}. The package brings no text of its licence.${words}`;
}

/** The list as it is shipped: a heading for each package, then its words. */
export const licencesText = (packages: readonly ShippedPackage[]): string =>
  [
    'This app holds parts of the following packages, unchanged or made smaller by a bundler.',
    ...[...packages]
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : a.version < b.version ? -1 : 1))
      .map((one) => `== ${one.name} ${one.version} (${one.licence})\n\n${one.text || withoutText(one, packages)}`),
    '',
  ].join('\n\n');

/** Two plugins that share what they see: one for the page, which writes licences.txt, and one for the workers. */
export function bundledLicences(): { page: Plugin; workers: Plugin } {
  const folders = new Set<string>();
  const note = (bundle: Record<string, { type: string; moduleIds?: readonly string[] }>) => {
    for (const { moduleIds = [] } of Object.values(bundle))
      for (const id of moduleIds) {
        const folder = packageFolder(id);
        if (folder) folders.add(folder);
      }
  };
  return {
    workers: { name: 'licences-of-workers', apply: 'build', generateBundle: (_, bundle) => note(bundle) },
    page: {
      name: 'licences',
      apply: 'build',
      generateBundle(_, bundle) {
        note(bundle);
        this.emitFile({
          type: 'asset',
          fileName: 'licences.txt',
          source: licencesText([...[...folders].map((folder) => readPackage(folder)), ...fontPackages()]),
        });
      },
    },
  };
}
