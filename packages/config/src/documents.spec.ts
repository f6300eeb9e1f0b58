import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>;
const manifests = [
  'package.json',
  ...['packages', 'apps'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`)),
].filter((path) => existsSync(join(root, path)));
const used = new Set(
  manifests
    .flatMap((path) => {
      const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read(path)) as Manifest;
      return Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies });
    })
    .filter((name) => !name.startsWith('@cairn/') && !name.startsWith('@types/')),
);
const explained = new Set([...read('docs/dependencies.md').matchAll(/`((?:@[a-z0-9-]+\/)?[a-z0-9.-]+)`/g)].map(([, name]) => name!));

describe('docs/dependencies.md', () => {
  it('says why each dependency is there', () => expect([...used].filter((name) => !explained.has(name))).toEqual([]));

  it('keeps nothing that is gone', () => expect([...explained].filter((name) => !used.has(name) && name !== 'package.json')).toEqual([]));

  it('describes exact versions', () => {
    const loose = manifests.flatMap((path) => {
      const { dependencies, devDependencies } = JSON.parse(read(path)) as Manifest;
      return Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    });
    expect(loose).toEqual([]);
  });
});

describe('links between the documents', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];
  it.each(documents)('in %s lead somewhere', (document) => {
    const targets = [...read(document).matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, target]) => join(dirname(document), target!));
    expect(targets.filter((target) => !existsSync(join(root, target)))).toEqual([]);
  });
});
