import { z } from 'zod';
import { serviceNames, type Upstreams } from './services.js';

const Part = z.record(z.string(), z.unknown());
const Document = z.looseObject({ paths: Part, components: z.looseObject({ schemas: Part }) });

/** Milliseconds for which a service is given time to describe itself. */
const patience = 5000;

/** The API of all services as one OpenAPI document: their paths side by side, and what they have in common once. */
export async function mergedApi(upstreams: Upstreams): Promise<object> {
  const documents = await Promise.all(
    serviceNames.map(async (name) => {
      const response = await fetch(`${upstreams[name]}/docs-json`, { signal: AbortSignal.timeout(patience) });
      return Document.parse(await response.json());
    }),
  );
  const [first] = documents;
  const merged = (part: (document: z.output<typeof Document>) => object) => Object.assign({}, ...documents.map(part)) as object;
  const components = { ...first!.components, schemas: merged((document) => document.components.schemas) };
  return { ...first, paths: merged((document) => document.paths), components };
}
